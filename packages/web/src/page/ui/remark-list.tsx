/** What there is to say of a result besides the verdict. */
import { capitalised } from "@kernelgan/figures";
import { type Remark, remarks } from "../remarks.js";

export function RemarkList({ of }: { of: Parameters<typeof remarks>[0] }) {
  return (
    <>
      {remarks(of).map((remark) => (
        <Item key={remark.words} remark={remark} />
      ))}
    </>
  );
}

/** The first of some, which opens to the others: as high as one is, however many there are. */
export function FirstRemark({ all: [first, ...others] }: { all: readonly [Remark, ...Remark[]] }) {
  if (others.length === 0) return <Item remark={first} />;
  return (
    <details class="warning">
      <summary>
        {sentence(first.words)} And {others.length} more.
      </summary>
      {first.detail && <p>{sentence(first.detail)}</p>}
      {others.map(({ words, detail }) => (
        <p key={words}>
          {sentence(words)} {detail && sentence(detail)}
        </p>
      ))}
    </details>
  );
}

function Item({ remark: { words, detail } }: { remark: Remark }) {
  if (!detail) return <p class="warning">{sentence(words)}</p>;
  return (
    <details class="warning">
      <summary>{sentence(words)}</summary>
      <p>{sentence(detail)}</p>
    </details>
  );
}

const sentence = (text: string): string => `${capitalised(text)}.`;
