/** What the page does, shown: a detail before and after, whose divider moves for some seconds, and can be dragged. */
import { SLIDER_HANDLE_PATH } from "@kernelgan/figures";
import { useSignal } from "@preact/signals";
import before from "../../../../../docs/upscaled/defocus_before.webp?url";
import after from "../../../../../docs/upscaled/defocus_x1.webp?url";

/**
 * The slider of the viewer computes its layout for every frame. Here pictures and divider are layers that CSS moves
 * (welcome.css), which costs next to nothing while the page starts.
 */
export function BeforeAfter() {
  /** Where the visitor has put the divider: 0 to 1 from the left; undefined until then. */
  const place = useSignal<number | undefined>(undefined);
  const follow = ({ currentTarget, clientX }: PointerEvent): void => {
    const { left, width } = (currentTarget as Element).getBoundingClientRect();
    place.value = Math.min(1, Math.max(0, (clientX - left) / width));
  };
  return (
    <div
      class={place.value === undefined ? "demo" : "demo is-held"}
      style={{ "--place": place.value === undefined ? undefined : `${100 * place.value}%` }}
      role="img"
      aria-label="A photograph of a boat, out of focus on the left of a divider, and sharp on its right"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && follow(event)}
    >
      <img src={after} alt="" width="480" height="320" draggable={false} />
      <div class="before">
        <img src={before} alt="" width="480" height="320" draggable={false} />
      </div>
      <div class="divider">
        <div class="handle">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={SLIDER_HANDLE_PATH} />
          </svg>
        </div>
      </div>
      <p class="names">
        <span>before</span>
        <span>after</span>
      </p>
    </div>
  );
}
