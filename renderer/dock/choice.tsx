import { useId } from 'react';

/** One of a few, all in sight: real radio buttons, so that the keyboard and a screen reader know them. */
export function Choice<K extends string>({
  label,
  quiet = false,
  options,
  value,
  onChoose,
}: {
  readonly label: string;
  /** The heading above says it already. */ readonly quiet?: boolean;
  readonly options: Readonly<Record<K, string>>;
  readonly value: K;
  readonly onChoose: (value: K) => void;
}) {
  const name = useId();
  return (
    <fieldset className="choice">
      <legend className={quiet ? 'aloud' : ''}>{label}</legend>
      <div>
        {(Object.keys(options) as K[]).map((key) => (
          <label key={key}>
            <input type="radio" name={name} checked={key === value} onChange={() => onChoose(key)} />
            <span>{options[key]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
