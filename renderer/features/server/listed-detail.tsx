/** Everything a server says about one tool, prompt or resource. */
import type { CapabilityKind, ListedItem } from '../../../electron/contract/capability.ts';
import { visibleLine, visibleText } from '../../lib/visible-text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { addressOf } from './capability-words.ts';
import { Folded } from './folded.tsx';
import { memoryWords } from './memory-words.ts';
import { Json, SchemaTable } from './schema-table.tsx';

export function ListedDetail({ item, capability }: { readonly item: ListedItem; readonly capability: CapabilityKind }) {
  const description = typeof item.description === 'string' ? item.description : '';
  return (
    <div className="detail">
      {description === '' ? null : <p>{description.split('\n').map(visibleLine).join('\n')}</p>}
      {capability === 'tools' ? <ToolDetail item={item} /> : null}
      {capability === 'prompts' ? <PromptDetail item={item} /> : null}
      {capability === 'resources' || capability === 'resourceTemplates' ? <ResourceDetail item={item} /> : null}
      <Folded title="Everything as JSON">
        <Json value={item} label={`${visibleText(item.name)} as JSON`} />
      </Folded>
    </div>
  );
}

function ToolDetail({ item }: { readonly item: ListedItem }) {
  const name = visibleText(item.name);
  return (
    <>
      <SchemaTable schema={item.inputSchema} label={`Parameters of ${name}`} none="It takes no parameters." />
      {item.outputSchema === undefined ? null : (
        <Folded title="What it gives back">
          <SchemaTable schema={item.outputSchema} label={`Output of ${name}`} none="It says nothing about its output." />
        </Folded>
      )}
    </>
  );
}

/** Arguments of a prompt are a short list of names; as a schema they read like the parameters of a tool. */
function argumentSchema(list: unknown): unknown {
  if (!Array.isArray(list)) return undefined;
  const named = list.filter((one) => typeof one === 'object' && one !== null && typeof one.name === 'string');
  return {
    type: 'object',
    properties: Object.fromEntries(named.map((one) => [one.name, { type: 'string', description: one.description ?? one.title }])),
    required: named.filter((one) => one.required === true).map((one) => one.name),
  };
}

const PromptDetail = ({ item }: { readonly item: ListedItem }) => (
  <SchemaTable
    schema={argumentSchema(item.arguments)}
    label={`Arguments of ${visibleText(item.name)}`}
    none="It takes no arguments."
    folded={false}
  />
);

function ResourceDetail({ item }: { readonly item: ListedItem }) {
  const address = addressOf(item);
  return (
    <dl className="facts">
      <dt>Address</dt>
      <dd>
        <code>{visibleText(address)}</code>
        <CopyButton text={address} label="Copy address" />
      </dd>
      {typeof item.mimeType === 'string' ? (
        <>
          <dt>Type</dt>
          <dd>{visibleText(item.mimeType)}</dd>
        </>
      ) : null}
      {typeof item.size === 'number' ? (
        <>
          <dt>Size</dt>
          <dd>{memoryWords(item.size)}</dd>
        </>
      ) : null}
    </dl>
  );
}
