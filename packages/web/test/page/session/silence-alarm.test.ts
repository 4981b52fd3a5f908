import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SilenceAlarm } from "../../../src/page/session/silence-alarm.js";

describe("the alarm of a silent computation", () => {
  const onSilence = vi.fn();
  const onEnd = vi.fn();
  let alarm: SilenceAlarm;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.resetAllMocks();
    alarm = new SilenceAlarm(1000, { onSilence, onEnd });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("goes off when nothing is reported for the time allowed", () => {
    alarm.reset();
    vi.advanceTimersByTime(900);
    alarm.reset();
    vi.advanceTimersByTime(900);
    expect(onSilence).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect(onSilence).toHaveBeenCalledOnce();
  });

  it("ends with the next report", () => {
    alarm.reset();
    vi.advanceTimersByTime(1000);
    expect(onEnd).not.toHaveBeenCalled();
    alarm.reset();
    alarm.reset();
    expect(onEnd).toHaveBeenCalledOnce();
  });

  it("stays off once the computation has ended", () => {
    alarm.reset();
    alarm.stop();
    vi.advanceTimersByTime(5000);
    expect(onSilence).not.toHaveBeenCalled();
  });
});
