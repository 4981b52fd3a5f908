/**
 * How signals end the program.
 *
 * A program that computes does not hear signals: neither do loops in JavaScript look up, nor do the threads of the
 * image decoder. So it leaves them to the system, which ends it at once, whatever it does; nothing is lost, as files
 * get their names only when they are complete. Only where something would be left behind, files/unfinished.ts, or a
 * command has asked for time to end, signals are handled here: what is unfinished is cleared away, then the program
 * ends by the same signal. A second signal does not wait.
 *
 * (A shell shows 128 + the signal's number in either case: 129, 130 and 143.)
 */
import { cleanUpAll, watchUnfinished } from "./files/unfinished.js";

/** The exit codes, as shells have them. */
export const EXIT_SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

type Signal = keyof typeof EXIT_SIGNALS;

/** The signals of this process. */
export interface Signals {
  /** Fires on a signal, if the command has asked for time to end. */
  readonly signal: AbortSignal;
  /** From now on a signal leaves the command this time to end, in milliseconds. */
  allowShutdown(milliseconds: number): void;
  /** Whether signals wait for the command. */
  readonly graceful: boolean;
  /** Ends the process if a signal has come. */
  end(): void;
}

/** Handles the signals of this process from now on. */
export function handleSignals(): Signals {
  const stopped = new AbortController();
  let shutdownMs: number | undefined;
  let received: Signal | undefined;
  let listening = false;
  let needed = false;

  const end = (signal: Signal): void => {
    cleanUpAll();
    for (const name of Object.keys(EXIT_SIGNALS)) process.removeListener(name, onSignal);
    // The system's own way ends it whatever its threads do, which `process.exit` would wait for.
    if (process.platform !== "win32") process.kill(process.pid, signal);
    // The first process of a container is not ended by signals.
    process.exit(EXIT_SIGNALS[signal]);
  };
  const onSignal = (signal: Signal): void => {
    if (shutdownMs === undefined || received !== undefined) end(signal);
    received = signal;
    setTimeout(() => end(signal), shutdownMs).unref();
    stopped.abort();
  };
  const listen = (on: boolean): void => {
    if (on === listening) return;
    listening = on;
    for (const name of Object.keys(EXIT_SIGNALS)) {
      if (on) process.on(name, onSignal);
      else process.removeListener(name, onSignal);
    }
  };
  const update = (): void => listen(needed || shutdownMs !== undefined || process.pid === 1);

  update();
  watchUnfinished((any) => {
    needed = any;
    if (any) update();
    // A signal that came while they were handled must be heard first: the event loop passes it on in its next turn.
    else setImmediate(() => setImmediate(update));
  });
  return {
    signal: stopped.signal,
    allowShutdown(milliseconds) {
      shutdownMs = milliseconds;
      update();
    },
    get graceful() {
      return shutdownMs !== undefined;
    },
    end() {
      if (received !== undefined) end(received);
    },
  };
}
