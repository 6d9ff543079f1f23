/** A setting that is a number, or a time with its unit; saved when the field is left or Enter is pressed, and only when it is good. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useId, useState } from 'react';
import type { Settings } from '../../../electron/contract/settings.ts';
import { boundsOf, durationParts, durationWords, type NumberName, readNumber, type Unit, unitMs, units } from './number-words.ts';
import { SettingRow } from './setting-row.tsx';
import { type SettingsAccess, useSaving } from './use-settings.ts';

interface NumberSettingProps {
  readonly access: SettingsAccess;
  readonly settings: Settings;
  readonly name: NumberName;
  readonly title: string;
  readonly about: React.ReactNode;
  /** Word after the number. */
  readonly unit?: string;
  /** Something else decides at present. */
  readonly disabled?: boolean;
}

export function NumberSetting({ access, settings, name, title, about, unit, disabled = false }: NumberSettingProps) {
  const saved = settings[name];
  const [text, setText] = useState(String(saved));
  const [complaint, setComplaint] = useState<string | null>(null);
  const { save, problem } = useSaving(access);
  // What was saved elsewhere replaces what stands here.
  useEffect(() => {
    setText(String(saved));
    setComplaint(null);
  }, [saved]);
  const finish = () => {
    const read = readNumber(text, boundsOf(name));
    setComplaint(read.ok ? null : read.complaint);
    if (read.ok && read.value !== saved) void save({ [name]: read.value });
  };
  return (
    <SettingRow title={title} about={about} problem={problem}>
      <NumberField title={title} text={text} complaint={complaint} disabled={disabled} onText={setText} onFinish={finish} />
      {unit === undefined ? null : <span className="dim">{unit}</span>}
    </SettingRow>
  );
}

type DurationSettingProps = Omit<NumberSettingProps, 'unit' | 'disabled'> & { readonly name: Exclude<NumberName, 'parallel' | 'port'> };

export function DurationSetting({ access, settings, name, title, about }: DurationSettingProps) {
  const saved = settings[name];
  const [text, setText] = useState(String(durationParts(saved).count));
  const [unit, setUnit] = useState<Unit>(durationParts(saved).unit);
  const [complaint, setComplaint] = useState<string | null>(null);
  const { save, problem } = useSaving(access);
  useEffect(() => {
    const parts = durationParts(saved);
    setText(String(parts.count));
    setUnit(parts.unit);
    setComplaint(null);
  }, [saved]);
  const finish = (chosen: Unit) => {
    const read = readNumber(text, boundsOf(name), unitMs[chosen], durationWords);
    setComplaint(read.ok ? null : read.complaint);
    if (read.ok && read.value !== saved) void save({ [name]: read.value });
  };
  return (
    <SettingRow title={title} about={about} problem={problem}>
      <NumberField title={title} text={text} complaint={complaint} onText={setText} onFinish={() => finish(unit)} />
      <NativeSelect
        size="xs"
        aria-label={`Unit of ${title}`}
        data={unitsFor(name, unit)}
        value={unit}
        onChange={(event) => {
          const chosen = event.currentTarget.value as Unit;
          setUnit(chosen);
          finish(chosen);
        }}
      />
    </SettingRow>
  );
}

/** Units in which an allowed value can be said, and the one that is in use. */
const unitsFor = (name: NumberName, used: Unit): Unit[] =>
  units.filter((unit) => unit === used || (unitMs[unit] <= boundsOf(name).max && unitMs[unit] >= boundsOf(name).min));

interface NumberFieldProps {
  readonly title: string;
  readonly text: string;
  readonly complaint: string | null;
  readonly disabled?: boolean;
  readonly onText: (text: string) => void;
  readonly onFinish: () => void;
}

function NumberField({ title, text, complaint, disabled = false, onText, onFinish }: NumberFieldProps) {
  const id = useId();
  return (
    <TextInput
      id={id}
      size="xs"
      className="number-field"
      inputMode="numeric"
      aria-label={title}
      value={text}
      error={complaint}
      disabled={disabled}
      onChange={(event) => onText(event.currentTarget.value)}
      onBlur={onFinish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onFinish();
      }}
    />
  );
}
