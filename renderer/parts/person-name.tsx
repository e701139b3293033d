import { Fragment } from 'react';
import './person-name.css';

/**
 * A name, never broken across lines, except between the parts of a long one: 阿卜杜热合曼·阿卜杜拉. One run of text, so that
 * it is read aloud, and copied, as the one name that it is.
 */
export function PersonName({ name }: { readonly name: string }) {
  return (
    <span className="person-name">
      {name.split(/(?<=·)/).map((part, index) => (
        <Fragment key={`${index} ${part}`}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
