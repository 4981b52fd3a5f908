/**
 * For worker processes. One whose parent was stopped has nobody to tell. An ordinary exit would wait for what its
 * threads do.
 */
for (const end of ["disconnect", "error"]) process.on(end, () => process.kill(process.pid, "SIGKILL"));
