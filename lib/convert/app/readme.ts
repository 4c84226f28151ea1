import type { ProposedTest } from '../../proposals';
import { CONTEXT_FILE } from './mesh-app';

/**
 * What differs in the README of a project that is made of manifests, from the text of every project to its own.
 *
 * @param paths the source files of the app
 */
export function readmeOf(
  paths: readonly string[],
  tests: readonly ProposedTest[],
): Readonly<Record<string, string>> {
  const hasCharts = paths.some((path) => path.startsWith('charts/'));
  const sources = hasCharts ? '`app.ts`, `charts/`' : '`app.ts`';
  const context = paths.includes(CONTEXT_FILE)
    ? [row(`\`${CONTEXT_FILE}\``, 'objects that exist elsewhere, for the checks and the tests')]
    : [];
  const entered = enteredIn(tests);
  return {
    [row('`main.ts`', 'the app: its objects, as constructs')]: [
      row(sources, 'the app: its objects, as constructs'),
      row('`main.ts`', 'writes the manifests of the app'),
      ...context,
    ].join('\n'),
    ...(tests.length === 0
      ? { [`${row('`test/routes.test.ts`', 'where requests go, without a cluster')}\n`]: '' }
      : {}),
    'Edit `main.ts`,': hasCharts ? 'Edit the files in `charts/`,' : 'Edit `app.ts`,',
    [`trace ${LOCAL}/   #`]: `trace ${entered?.href ?? `${LOCAL}/`}   #`,
    [`curl ${LOCAL}/`]:
      entered === undefined
        ? `curl ${LOCAL}/`
        : `curl --header 'Host: ${entered.hostname}' '${LOCAL}${entered.pathname}'`,
  };
}

/** Where `./mesh up` makes port 80 of the ingress gateway available. */
const LOCAL = 'http://127.0.0.1:9080';

/** The first URL of the tests that enters by port 80 of the ingress gateway and goes somewhere, or at least is answered. */
function enteredIn(tests: readonly ProposedTest[]): URL | undefined {
  const urls = tests
    .filter(({ request: { from = 'gateway' } }) => from === 'gateway')
    .map(({ request, calls: [call] }) => ({ url: new URL(request.url), matcher: call?.matcher }))
    .filter(({ url }) => url.protocol === 'http:' && url.port === '');
  return (urls.find(({ matcher }) => matcher === 'toRoute') ?? urls[0])?.url;
}

function row(file: string, about: string): string {
  return `| ${file.padEnd(35)} | ${about.padEnd(75)} |`;
}
