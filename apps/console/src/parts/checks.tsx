import "./checks.css";

/** A choice of several, each a box. */
export function Checks<Name extends string>(props: {
  readonly label: string;
  readonly options: readonly (readonly [name: Name, hint: string])[];
  readonly chosen: readonly Name[];
  onChange(chosen: readonly Name[]): void;
}) {
  const { chosen, onChange } = props;
  return (
    <fieldset class="checks">
      <legend>{props.label}</legend>
      {props.options.map(([name, hint]) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={({ currentTarget }) =>
              onChange(currentTarget.checked ? [...chosen, name] : chosen.filter((each) => each !== name))
            }
          />
          <span>
            {name} <span class="small soft">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
