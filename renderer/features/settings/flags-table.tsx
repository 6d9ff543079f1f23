/** Every flag with its value and where that comes from. */
import type { FlagView } from '../../../electron/contract/flags.ts';
import { visibleText } from '../../lib/visible-text.ts';

const origins: Readonly<Record<FlagView['source'], string>> = {
  environment: 'environment variable',
  setting: 'settings',
  default: 'default',
};

const valueWords = (value: FlagView['value']): string => (typeof value === 'boolean' ? (value ? 'on' : 'off') : visibleText(String(value)));

export function FlagsTable({ flags }: { readonly flags: Readonly<Record<string, FlagView>> }) {
  return (
    <div className="table-box">
      <table className="rows" aria-label="Flags">
        <thead>
          <tr>
            <th>Flag</th>
            <th>Value</th>
            <th>Comes from</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(flags).map(([name, flag]) => (
            <tr key={name}>
              <td>
                <code>{visibleText(name)}</code>
              </td>
              <td>
                <code>{valueWords(flag.value)}</code>
              </td>
              <td className={flag.source === 'default' ? 'dim' : undefined}>{origins[flag.source]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
