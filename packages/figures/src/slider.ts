/** The slider between two pictures: what its handle looks like. Its other styles are in assets/shared.css. */

/** Two arrows, left and right, as SVG path data in a box of 24 × 24. */
export const SLIDER_HANDLE_PATH = "M9 6 3 12l6 6M15 6l6 6-6 6";
