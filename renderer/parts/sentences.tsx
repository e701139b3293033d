import './sentences.css';

/** A short text whose lines end with its sentences where they can, instead of in the middle of a word. */
export function Sentences({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/(?<=[。！？])/).map((sentence) => (
        <span className="sentence" key={sentence}>
          {sentence}
        </span>
      ))}
    </>
  );
}
