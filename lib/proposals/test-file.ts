import { print } from '../code';
import { describeRequest, type MeshModelOptions, type TraceRequest } from '../routing';
import type { MatcherCall } from './matcher-calls';
import type { ProposedTest } from './proposed-tests';

/** What runs the tests. */
export type Runner = 'jest' | 'vitest';

/** An expression that gives what a model is made of, such as an app. */
export interface SourceExpression {
  /** The expression, such as `app`. */
  readonly expression: string;
  /** The lines that import what the expression needs. */
  readonly imports: readonly string[];
}

/** What a test file says besides its tests. */
export interface TestFileOptions {
  /** What the model is made of: the paths of files and folders, or an expression. */
  readonly source: readonly string[] | SourceExpression;
  /** What the model is told besides the manifests. */
  readonly model: MeshModelOptions & { readonly context?: readonly string[] };
  readonly runner: Runner;
}

const IMPORTS: Readonly<Record<Runner, readonly string[]>> = {
  jest: ["import { MeshModel } from 'cdk8s-istio';", "import 'cdk8s-istio/testing';"],
  vitest: [
    "import { MeshModel } from 'cdk8s-istio';",
    "import 'cdk8s-istio/testing/vitest';",
    "import { expect, test } from 'vitest';",
  ],
};

/** A file with tests, as TypeScript. */
export function testFile(tests: readonly ProposedTest[], { source, model, runner }: TestFileOptions): string {
  const { expression, imports } = 'expression' in source ? source : ofPaths(source);
  const options = Object.keys(model).length === 0 ? '' : `, ${print(model)}`;
  return [
    ...IMPORTS[runner],
    ...imports,
    '',
    `const mesh = MeshModel.of(${expression}${options});`,
    ...titled(tests).flatMap(({ title, test }) => ['', ...testLines(title, test)]),
    '',
  ].join('\n');
}

/** One test by itself, for a file that has its mesh as `mesh`. */
export function testText(test: Omit<ProposedTest, 'about'>): string {
  return titled([{ ...test, about: [] }])
    .flatMap(({ title, test: own }) => testLines(title, own))
    .join('\n');
}

function ofPaths(paths: readonly string[]): SourceExpression {
  const [only, ...others] = paths;
  return { expression: print(only !== undefined && others.length === 0 ? only : paths), imports: [] };
}

function titled(tests: readonly ProposedTest[]): { readonly title: string; readonly test: ProposedTest }[] {
  return tests.map((test) => ({
    title: `${describeRequest(test.request)} ${ending(test.calls)}`,
    test,
  }));
}

function ending([first]: readonly MatcherCall[]): string {
  const { to, by, status } = first?.expected ?? {};
  switch (first?.matcher) {
    case 'toRedirect':
      return `is redirected to ${to}`;
    case 'toDeny':
      return `is denied${by === undefined ? '' : ` by ${by}`}`;
    case 'toAnswer':
      return `is answered with ${status}`;
    default:
      return `goes to ${to}`;
  }
}

function testLines(title: string, { request, calls, about }: ProposedTest): string[] {
  const inline = shortForm(request);
  const lines = calls.map(({ matcher, expected }) => callOf(matcher, inline ?? 'request', expected));
  return [
    ...about.map((part) => `// ${part.replace(/\s+/g, ' ')}`),
    `test(${print(title)}, () => {`,
    ...(inline === undefined
      ? [
          `  ${CONST}${print(withoutDefaults(request), { indent: '  ', before: CONST.length, after: AS_CONST.length })}${AS_CONST}`,
        ]
      : []),
    ...lines.map((line) => `  ${line}`),
    '});',
  ];
}

const CONST = 'const request = ';
const AS_CONST = ' as const;';

function callOf(matcher: string, request: string, expected: MatcherCall['expected']): string {
  const start = `expect(mesh).${matcher}(${request}`;
  return Object.keys(expected).length === 0
    ? `${start});`
    : `${start}, ${print(expected, { indent: '  ', before: start.length + 2, after: 2 })});`;
}

/** A request with only a method and a URL is a text. */
function shortForm(request: TraceRequest): string | undefined {
  const { url, method = 'GET', ...others } = withoutDefaults(request);
  return Object.keys(others).length === 0
    ? print(url.startsWith('http') ? `${method} ${url}` : url)
    : undefined;
}

function withoutDefaults({ from, ...request }: TraceRequest): TraceRequest {
  return from === undefined || from === 'gateway' ? request : { ...request, from };
}
