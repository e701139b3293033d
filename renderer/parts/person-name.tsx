import './person-name.css';

/** A name, never broken across lines, except between the parts of a long one: 阿卜杜热合曼·阿卜杜拉. */
export function PersonName({ name }: { readonly name: string }) {
  return (
    <span className="person-name">
      {name.split(/(?<=·)/).map((part, index) => (
        <span className="person-name-part" key={`${index} ${part}`}>
          {part}
        </span>
      ))}
    </span>
  );
}
