"""Makes the kernel files that the tests read, with SciPy and NumPy. Run in this folder.

Every file holds the same kernel: K[row, column] = (5 row + column + 1) / 325, 5x5, sum 1.
(`bytes.mat` holds 5 row + column + 1 as uint8.)
"""

import numpy as np
from scipy.io import savemat

numbers = np.arange(1, 26).reshape(5, 5)
kernel = numbers / 325

savemat("plain.mat", {"Kernel": kernel})
savemat("compressed.mat", {"Kernel": kernel}, do_compression=True)
others = {"note": "text", "scale": 2.0, "parts": {"a": np.eye(3)}, "first": np.eye(4), "Kernel": kernel}
savemat("among-others.mat", others, do_compression=True)
savemat("other-name.mat", {"k_2": kernel.astype(np.float32), "scale": 2.0})
savemat("bytes.mat", {"Kernel": numbers.astype(np.uint8)})
savemat("ambiguous.mat", {"a": kernel, "b": kernel})
savemat("flat.mat", {"Kernel": kernel[:2]})

np.save("float64.npy", kernel)
np.save("float32-fortran.npy", np.asfortranarray(kernel.astype(np.float32)))
np.save("big-endian.npy", kernel.astype(">f8"))
with open("version2.npy", "wb") as file:
    np.lib.format.write_array(file, kernel, version=(2, 0))
np.save("integers.npy", numbers)
