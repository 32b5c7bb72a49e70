/**
 * Writes the types of what lists can be filtered and sorted by, from the plain document: TypeScript's generators know
 * parameters as strings only.
 */

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly description?: string;
  readonly schema: Schema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<
    Record<string, { readonly content?: { readonly 'application/json': { readonly schema: Schema } } }>
  >;
}

export interface Document {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
  };
}

interface List {
  readonly path: string;
  /** The name of the list in its answer: `loan-items`. */
  readonly name: string;
  /** The schema of a record, and of one that its filters are on. */
  readonly record: string;
  readonly filtered: string;
  readonly parameters: readonly Parameter[];
}

const HEAD = `// Generated from the plain OpenAPI document; \`npm run test:clients -- --write\` writes it anew.
import type { Day, Names, Numeric, Serial, Text, Time, ToMany, ToOne, Truth } from '../filter-kinds.js';
`;

/** The whole file. */
export function writeFieldTypes(document: Document): string {
  const lists = listsOf(document);
  const filters = lists.map((list) => member(list.name, block(filterMembers(document, list, lists), '  ')));
  const sorts = lists.map((list) => member(list.name, sortFields(list).map(quoted).join(' | ')));
  return [
    HEAD,
    `/** What each list can be filtered by. */\nexport interface FilterFields ${block(filters)}\n`,
    `/** What each list can be sorted by. */\nexport interface SortFields ${block(sorts)}\n`,
  ].join('\n');
}

const quoted = (name: string): string => `'${name}'`;
const member = (name: string, type: string): string => `readonly ${quoted(name)}: ${type};`;
const block = (members: readonly string[], indent = ''): string =>
  ['{', ...members.map((line) => `${indent}  ${line}`), `${indent}}`].join('\n');

const nameIn = (ref: string | undefined): string => ref?.split('/').at(-1) ?? '';

/** The schema that a path answers with: `RunList`, `OptionalUserAnswer`. */
const answerOf = ({ responses }: Operation): string =>
  nameIn(responses['200']?.content?.['application/json'].schema.$ref);

function listsOf(document: Document): readonly List[] {
  const { parameters } = document.components;
  return Object.entries(document.paths).flatMap(([path, { get }]) => {
    const [, record] = /^(\w+)List$/.exec(get ? answerOf(get) : '') ?? [];
    if (!get || record === undefined || path.includes('{')) return [];
    const own = (get.parameters ?? []).map((each) => parameters[nameIn(each.$ref)] ?? each);
    const [name = ''] = Object.keys(document.components.schemas[`${record}List`]?.properties ?? {});
    return [{ path, name, record, filtered: record === 'Report' ? 'Run' : record, parameters: own }];
  });
}

const sortFields = ({ parameters }: List): readonly string[] => {
  const pattern = parameters.find(({ name }) => name === 'sort')?.schema.pattern ?? '';
  return [...new Set(Array.from(pattern.matchAll(/-\?(\w+)/g), ([, field = '']) => field))];
};

function filterMembers(document: Document, list: List, lists: readonly List[]): readonly string[] {
  const links = linksOf(document, list, lists);
  const fields = list.parameters.flatMap((parameter) => {
    const [, field] = /^filter\[(\w+)\]$/.exec(parameter.name) ?? [];
    if (field === undefined) return [];
    const schema = document.components.schemas[list.filtered]?.properties?.[field] ?? {};
    return [member(field, links.get(field) ?? kindOf(schema, parameter.description ?? ''))];
  });
  const many = [...links].filter(([, type]) => type.startsWith('ToMany'));
  return [...fields, ...many.map(([field, type]) => member(field, type))];
}

/** The relationships of what a list is filtered by: the paths below one record, `/runs/{id}/user`. */
function linksOf(document: Document, list: List, lists: readonly List[]): ReadonlyMap<string, string> {
  const home = lists.find(({ record }) => record === list.filtered);
  const links = Object.entries(document.paths).flatMap(([path, { get }]): [string, string][] => {
    const [, above, field = ''] = /^(\/[\w-]+)\/\{\w+\}\/(\w+)$/.exec(path) ?? [];
    const [, record, many] = /^(?:Optional)?(\w+?)(?:Answer|(List))$/.exec(get ? answerOf(get) : '') ?? [];
    const target = lists.find((each) => each.record === record);
    if (above !== home?.path || !target) return [];
    return [[field, `${many ? 'ToMany' : 'ToOne'}<${quoted(target.name)}>`]];
  });
  return new Map(links);
}

/** By the operators that the parameter's description names, and the schema of the field. */
function kindOf(schema: Schema, description: string): string {
  if (description.includes('`like`'))
    return schema.enum ? `Text<${schema.enum.map(quoted).join(' | ')}>` : 'Text';
  if (description.includes('`between`')) return rangeOf(schema);
  return description.includes('`is_null`') ? 'Truth' : 'Names';
}

function rangeOf({ type, format }: Schema): string {
  const types = [type].flat();
  if (types.includes('integer') || types.includes('number')) return 'Numeric';
  if (format === 'date-time') return 'Time';
  return format === 'date' ? 'Day' : 'Serial';
}
