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

function Item({ remark: { words, detail } }: { remark: Remark }) {
  const sentence = `${capitalised(words)}.`;
  if (!detail) return <p class="warning">{sentence}</p>;
  return (
    <details class="warning">
      <summary>{sentence}</summary>
      <p>{capitalised(detail)}.</p>
    </details>
  );
}
