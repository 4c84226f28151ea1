import { allPartsOf, type Expression, quoted, WIDTH } from '../../code';

/** Names that a module takes from another one. */
interface Import {
  readonly from: string;
  readonly names: readonly string[];
  /** The name of the whole module. */
  readonly whole?: string;
  readonly isType?: boolean;
}

/** A parameter of a function. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
}

/** A module with one exported function. Its body is the same in TypeScript and in JavaScript. */
export interface SourceModule {
  /** The path in the project, without an extension. */
  readonly path: string;
  /** What the statements of the body use. */
  readonly used: readonly Expression[];
  /** What else is imported. */
  readonly imports: readonly Import[];
  readonly about: string;
  readonly functionName: string;
  readonly parameters: readonly Parameter[];
  readonly returns?: string;
  /** The lines of the function. */
  readonly body: readonly string[];
}

/** A module as TypeScript. */
export function asTypeScript(module: SourceModule): string {
  const { about, functionName, parameters, returns, body } = module;
  const types = parameters.map(({ name, type }) => `${name}: ${type}`);
  return [
    ...importsOf(module).map(importLine),
    '',
    `/** ${inComment(about)} */`,
    ...signature(functionName, types, returns),
    ...body,
    '}',
    '',
  ].join('\n');
}

/** File names may have line breaks, and folders what ends a comment. */
function inComment(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('*/', '*\\/');
}

/** A module as JavaScript that Node runs. */
export function asJavaScript(module: SourceModule): string {
  const { functionName, parameters, body } = module;
  return [
    ...importsOf(module)
      .filter(({ isType }) => !isType)
      .map(
        ({ from, names, whole }) => `const ${whole ?? `{ ${names.join(', ')} }`} = require(${quoted(from)});`,
      ),
    `exports.${functionName} = (${parameters.map(({ name }) => name).join(', ')}) => {`,
    ...body,
    '};',
  ].join('\n');
}

function signature(name: string, parameters: readonly string[], returns: string | undefined): string[] {
  const end = `)${returns === undefined ? '' : `: ${returns}`} {`;
  const line = `export function ${name}(${parameters.join(', ')}${end}`;
  return line.length <= WIDTH
    ? [line]
    : [`export function ${name}(`, ...parameters.map((parameter) => `  ${parameter},`), end];
}

/** The imports in their order: Node's modules, packages, and files of the project, each by name. */
function importsOf({ used, imports }: SourceModule): Import[] {
  const named = new Map<string, Set<string>>();
  const whole = new Map<string, string>();
  for (const { node } of used.flatMap((code) => [...allPartsOf(code)])) {
    if (node.is === 'import' && node.isWhole) {
      whole.set(node.from, node.name);
    } else if (node.is === 'import') {
      named.set(node.from, (named.get(node.from) ?? new Set()).add(node.name));
    }
  }
  for (const { from, names, isType } of imports) {
    if (!isType) {
      named.set(from, new Set([...(named.get(from) ?? []), ...names]));
    }
  }
  const all: Import[] = [
    ...[...named].map(([from, names]) => ({ from, names: [...names].sort() })),
    ...[...whole].map(([from, name]) => ({ from, names: [], whole: name })),
    ...imports.filter(({ isType }) => isType),
  ];
  const rank = ({ from }: Import) => (from.startsWith('.') ? 2 : from.startsWith('node:') ? 0 : 1);
  return all.sort((a, b) => rank(a) - rank(b) || (a.from < b.from ? -1 : 1));
}

function importLine({ from, names, whole, isType }: Import): string {
  const keyword = isType ? 'import type' : 'import';
  const end = ` from ${quoted(from)};`;
  if (whole !== undefined) {
    return `${keyword} * as ${whole}${end}`;
  }
  const line = `${keyword} { ${names.join(', ')} }${end}`;
  return line.length <= WIDTH
    ? line
    : [`${keyword} {`, ...names.map((name) => `  ${name},`), `}${end}`].join('\n');
}
