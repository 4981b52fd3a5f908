/** The slider's element, for JSX. */
import type { HTMLAttributes } from "preact";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "img-comparison-slider": HTMLAttributes<HTMLElement & { value: number; handle: boolean }> & {
        keyboard?: "disabled";
      };
    }
  }
}
