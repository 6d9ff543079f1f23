/** A switch for long lists: one element of the browser’s own, drawn by the style sheet, so that a hundred of them cost nothing. */

interface PlainSwitchProps {
  readonly label: string;
  readonly title?: string;
  readonly tabIndex?: number;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function PlainSwitch({ label, title, tabIndex, checked, disabled, onChange }: PlainSwitchProps) {
  return (
    <input
      className="plain-switch"
      type="checkbox"
      // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says by itself whether it is checked
      role="switch"
      aria-label={label}
      title={title}
      tabIndex={tabIndex}
      checked={checked}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
