/** Notices that a computation has reported nothing for too long. */

/** What happens when it does. */
export interface SilenceListener {
  /** Nothing was reported for the time allowed. */
  onSilence(): void;
  /** After that, something was reported. */
  onEnd(): void;
}

/** A timer that every report of the computation starts again. */
export class SilenceAlarm {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSilent = false;

  /** @param limitMs time without a report after which the listener is called */
  constructor(
    private readonly limitMs: number,
    private readonly listener: SilenceListener,
  ) {}

  /** The computation starts, or has reported something. */
  reset(): void {
    this.stop();
    if (this.#isSilent) this.listener.onEnd();
    this.#isSilent = false;
    this.#timer = setTimeout(() => {
      this.#isSilent = true;
      this.listener.onSilence();
    }, this.limitMs);
  }

  /** The computation has ended. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}
