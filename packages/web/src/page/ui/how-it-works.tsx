/** The method's words, each in a line, for those who want to know. */
const WORDS: readonly (readonly [word: string, meaning: string])[] = [
  [
    "Kernel",
    "The blur, as a small picture: how far, and in which direction, each point of the scene was spread.",
  ],
  [
    "Automatic",
    "Blurs as cameras make them (out of focus, moved, soft) are tried against the fine detail of your picture; those that explain it best are undone. The page’s own way.",
  ],
  [
    "Simple",
    "The simplest estimate: one soft, round or oval blur, straight from the fine detail of the picture.",
  ],
  [
    "KernelGAN",
    "The published way (2019): two small networks play against each other on your picture alone, until one of them has learnt how it was blurred.",
  ],
  [
    "D-map",
    "What the second of these networks thinks of each spot: of the picture, or made up? When it can only guess, the kernel is found.",
  ],
  ["Fast", "Undoes a known blur by calculation, in seconds, without any network."],
  [
    "ZSSR",
    "“Zero-shot super-resolution”: a small network learns, from your picture alone, how it gets sharper. Minutes.",
  ],
  [
    "Confidence",
    "How much of the gain that is possible is to be expected with the blur that was found. Where it is too low, that blur is not undone: the picture is only enlarged, as one that was shrunk and not blurred.",
  ],
];

export function HowItWorks() {
  return (
    <details class="how">
      <summary>How it works</summary>
      <dl>
        {WORDS.map(([word, meaning]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
