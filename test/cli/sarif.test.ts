import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { MESSAGE_TYPES } from '../../lib/checks';
import { runCheck } from '../../lib/cli/check';
import { app, gateway, routes, to } from '../scene';
import { runIn } from './run';

/** SARIF's own schema. It is of draft 4 of JSON Schema, which differs from draft 7 only in these two fields here. */
const {
  $schema: _draft,
  id: _id,
  ...schema
} = JSON.parse(
  readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
);
const isReference = (text: string) => /^[!-~]*$/.test(text) && URL.canParse(text, 'http://a/');
const isSarif = new Ajv({
  strictTypes: false,
  unicodeRegExp: false,
  formats: {
    uri: (text: string) => isReference(text) && URL.canParse(text),
    'uri-reference': isReference,
    'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  },
}).compile(schema);

/** The only run in what `check --output sarif` prints, which has to be SARIF. */
function sarifOf(files: Readonly<Record<string, string>>, ...args: string[]) {
  const { status, out, err } = runIn(files, runCheck, ['--output', 'sarif', ...args]);
  const log = JSON.parse(out);
  isSarif(log);
  expect(isSarif.errors ?? []).toEqual([]);
  expect(log.runs).toHaveLength(1);
  return { status, err, run: log.runs[0] };
}

const WEB = app('web') + gateway('gw');
const BAD = `${WEB}${routes('routes', `[{ match: [{ uri: { regex: '/a{2}(' } }], ${to('web')} }]`)}`;

test('the schema refuses what is not SARIF', () => {
  expect(isSarif({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
  expect(isSarif({ version: '2.0.0', runs: [] })).toBe(false);
});

test('a finding has a rule, a level, a place from the working folder on, and the object with its field', () => {
  const { status, err, run } = sarifOf({ 'dist/a b.yaml': BAD });
  expect({ status, err }).toEqual({ status: 1, err: '' });
  const type = MESSAGE_TYPES.find(({ code }) => code === 'IST0106');
  const { helpUri, help, ...rule } = run.tool.driver.rules[0];
  expect(rule).toEqual({
    id: 'IST0106',
    name: 'SchemaValidationError',
    shortDescription: { text: type?.summary },
    defaultConfiguration: { level: 'error' },
  });
  expect(help.markdown).toBe(
    `${type?.summary} To leave out this code, call "cdk8s-istio check --ignore IST0106"; to leave it out on one object, annotate the object with \`galley.istio.io/analyze-suppress: IST0106\`.`,
  );
  expect(readFileSync(fileURLToPath(helpUri), 'utf8')).toContain('| IST0106 |');
  expect(run.originalUriBaseIds.WORKINGFOLDER.uri).toMatch(/^file:\/\/\/.*\/$/);
  expect(run.invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  const name = 'VirtualService "default/routes"';
  const field = 'spec.http[0].match[0].uri.regex';
  expect(run.results).toEqual([
    {
      ruleId: 'IST0106',
      ruleIndex: 0,
      level: 'error',
      // A single brace would begin a placeholder.
      message: {
        text: `${name}: ${field} "/a{{2}}(" is not a regular expression in the RE2 syntax that Envoy reads: missing closing ): \`/a{{2}}(\``,
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'dist/a%20b.yaml', uriBaseId: 'WORKINGFOLDER' },
            region: { startLine: 19, startColumn: 73 },
          },
          logicalLocations: [
            { name: 'default/routes', fullyQualifiedName: name, kind: 'resource' },
            { name: field, fullyQualifiedName: `${name} ${field}`, kind: 'property' },
          ],
        },
      ],
    },
  ]);
});

test('each code is a rule once, and notes do not fail the call', () => {
  const notes = (app('web') + app('api')).replaceAll('name: http', 'name: web');
  const { status, run } = sarifOf({ 'a.yaml': notes }, 'a.yaml');
  expect(status).toBe(0);
  expect(run.results.map(({ ruleId, level }: { ruleId: string; level: string }) => [ruleId, level])).toEqual([
    ['IST0118', 'note'],
    ['IST0118', 'note'],
  ]);
  expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['IST0118']);
});

test('a document that is not YAML is a notification, and the call is not successful', () => {
  const { status, err, run } = sarifOf({ 'a.yaml': 'a: [1\nb: 2', 'b.yaml': BAD }, '.');
  expect({ status, err }).toEqual({
    status: 2,
    err: 'a.yaml:2:2: is not YAML: missed comma between flow collection entries',
  });
  expect(run.invocations).toEqual([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        {
          level: 'error',
          message: { text: 'is not YAML: missed comma between flow collection entries' },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: 'a.yaml', uriBaseId: 'WORKINGFOLDER' },
                region: { startLine: 2, startColumn: 2 },
              },
            },
          ],
        },
      ],
    },
  ]);
  expect(run.results).toHaveLength(1);
});

test('a file outside the working folder has an address of its own', () => {
  const example = require.resolve('../../docs/examples/shop.yaml');
  const { run } = sarifOf({}, example);
  expect(run.results[0].locations[0].physicalLocation.artifactLocation).toEqual({ uri: `file://${example}` });
});

test('without findings, there are no results', () => {
  const { status, run } = sarifOf({ 'a.yaml': WEB }, '--ignore', 'IST9210', '.');
  expect({ status, results: run.results, rules: run.tool.driver.rules }).toEqual({
    status: 0,
    results: [],
    rules: [],
  });
});
