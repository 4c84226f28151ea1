import { envoyFilterOperations } from '../../../../lib/checks/rules/objects/envoy-filter-operations';
import { object } from '../../../scene';
import { all, messagesBy } from '../../support';

const filter = (patches: string, more = '', name = 'a') =>
  object('EnvoyFilter', name, `{ configPatches: ${patches}${more} }`);
const patch = (applyTo: string, operation: string, value = '{ name: lua }', match = '{}') =>
  `{ applyTo: ${applyTo}, match: ${match}, patch: { operation: ${operation}, value: ${value} } }`;
const ONE_VERSION = '{ proxy: { proxyVersion: ^1.30.* } }';

const found = (level: string, code: string, i: number, text: string, name = 'a') =>
  `${level} ${code} EnvoyFilter default/${name}: spec.configPatches[${i}].patch.operation ${text}`;
const relative = (i: number, operation: string, name?: string) =>
  found(
    'Warning',
    'IST0151',
    i,
    `"${operation}" has no effect when the filter that it refers to does not exist yet; set "spec.priority", or use "INSERT_FIRST" or "ADD"`,
    name,
  );
const ofVersion = (i: number, operation: string, name?: string) =>
  found(
    'Warning',
    'IST0155',
    i,
    `"${operation}" refers to a filter that another patch changes only for some versions of the proxy, so an upgrade may undo it; set "spec.priority", or use "INSERT_FIRST" or "ADD"`,
    name,
  );
const noReplace = (applyTo: string) =>
  found(
    'Error',
    'IST0152',
    0,
    `"REPLACE" has no effect on "${applyTo}", only on HTTP_FILTER, NETWORK_FILTER and VIRTUAL_HOST; use "MERGE"`,
  );

test.each([
  ['HTTP_FILTER', 'INSERT_BEFORE', [relative(0, 'INSERT_BEFORE')]],
  ['HTTP_FILTER', 'INSERT_AFTER', [relative(0, 'INSERT_AFTER')]],
  ['HTTP_FILTER', 'REMOVE', [relative(0, 'REMOVE')]],
  ['HTTP_FILTER', 'REPLACE', [relative(0, 'REPLACE')]],
  ['NETWORK_FILTER', 'REPLACE', [relative(0, 'REPLACE')]],
  ['VIRTUAL_HOST', 'REPLACE', [relative(0, 'REPLACE')]],
  ['CLUSTER', 'REPLACE', [noReplace('CLUSTER')]],
  ['HTTP_FILTER', 'INSERT_FIRST', []],
  ['HTTP_FILTER', 'MERGE', []],
  ['CLUSTER', 'ADD', []],
  [
    'HTTP_ROUTE',
    'ADD',
    [found('Error', 'IST0153', 0, '"ADD" has no effect on "HTTP_ROUTE"; use "INSERT_FIRST"')],
  ],
  [
    'ROUTE_CONFIGURATION',
    'ADD',
    [found('Error', 'IST0153', 0, '"ADD" has no effect on "ROUTE_CONFIGURATION"; use "MERGE"')],
  ],
  [
    'HTTP_ROUTE',
    'REMOVE',
    [
      found(
        'Error',
        'IST0154',
        0,
        '"REMOVE" has no effect on "HTTP_ROUTE"; use "MERGE", or change the object from which istiod generates it',
      ),
    ],
  ],
])('%s: %s', (applyTo, operation, expected) => {
  expect(messagesBy(envoyFilterOperations, filter(`[${patch(applyTo, operation)}]`))).toEqual(expected);
});

test.each([
  ['a priority', ', priority: 10', []],
  ['the priority of all', ', priority: 0', [relative(0, 'REMOVE')]],
])('with %s', (_, more, expected) => {
  const yaml = filter(`[${patch('HTTP_FILTER', 'REMOVE')}]`, more);
  expect(messagesBy(envoyFilterOperations, yaml)).toEqual(expected);
});

test('a priority excuses no operation that is ignored', () => {
  const yaml = filter(`[${patch('CLUSTER', 'REPLACE')}]`, ', priority: 10');
  expect(messagesBy(envoyFilterOperations, yaml)).toEqual([noReplace('CLUSTER')]);
});

test.each([
  ['of the same name', '{ name: lua }', [relative(0, 'REMOVE'), ofVersion(1, 'REPLACE')]],
  ['of another name', '{ name: wasm }', [relative(0, 'REMOVE')]],
])('a patch after one for one version of the proxy %s', (_, value, expected) => {
  const first = patch('HTTP_FILTER', 'REMOVE', '{ name: lua }', ONE_VERSION);
  const yaml = filter(`[${first}, ${patch('HTTP_FILTER', 'REPLACE', value)}]`);
  expect(messagesBy(envoyFilterOperations, yaml)).toEqual(expected);
});

test('a patch is known by the filter it matches when its value has no name', () => {
  const at = (name: string, more = '') =>
    `{ listener: { filterChain: { filter: { name: ${name} } } }${more} }`;
  const versioned = at('hcm', ', proxy: { proxyVersion: x }');
  const yaml = filter(
    `[${patch('HTTP_FILTER', 'ADD', '{ a: 1 }', versioned)},
      ${patch('HTTP_FILTER', 'REMOVE', '{ a: 1 }', at('other'))},
      ${patch('HTTP_FILTER', 'REMOVE', '{ a: 1 }', at('hcm'))}]`,
  );
  expect(messagesBy(envoyFilterOperations, yaml)).toEqual([relative(1, 'REMOVE'), ofVersion(2, 'REMOVE')]);
});

test('what was patched for one version counts in the objects that follow', () => {
  const yaml = all(
    filter(`[${patch('CLUSTER', 'ADD', '{ name: lua }', ONE_VERSION)}]`),
    filter(`[${patch('HTTP_FILTER', 'REMOVE')}]`, '', 'b'),
  );
  expect(messagesBy(envoyFilterOperations, yaml)).toEqual([ofVersion(0, 'REMOVE', 'b')]);
});

test('each is said once of an object, and nothing of what follows an empty patch', () => {
  const remove = patch('HTTP_FILTER', 'REMOVE');
  const twice = filter(`[${remove},\n ${remove}]`);
  expect(messagesBy(envoyFilterOperations, twice)).toEqual([relative(0, 'REMOVE')]);
  const afterEmpty = filter(`[{ applyTo: CLUSTER, patch: null }, ${remove}]`);
  expect(messagesBy(envoyFilterOperations, afterEmpty)).toEqual([]);
});
