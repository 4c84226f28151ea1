import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type Validation, ValidationContext } from 'cdk8s-cli/plugins';
import { IstioValidation } from '../../lib';
import { app, gateway, namespace, object, routes, to } from '../scene';
import { inTemporaryFolder } from '../support';

const MESH = namespace('default', { 'istio-injection': 'enabled' }) + gateway('gw') + app('web');
const GOOD = MESH + routes('routes', `[{ ${to('web')} }]`);
const BAD = MESH + routes('routes', `[{ ${to('wed')} }]`);
const WARNING = GOOD + namespace('shop', { 'istio-injection': 'on-demand' });

/** What the plugin reports to the cdk8s CLI on a file with these objects. */
function reportOf(yaml: string, properties = {}, paths: Record<string, string> = {}) {
  return inTemporaryFolder((folder) => {
    const file = join(folder, 'a.yaml');
    writeFileSync(file, yaml);
    const metadata = Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, { path }]));
    const context = new ValidationContext([file], 'cdk8s-istio', '0.1.0', metadata, true);
    // The CLI has the same types, and the file is read before the call returns.
    const plugin: Validation = new IstioValidation(properties);
    return plugin.validate(context).then(() => {
      const { violations, summary } = context.report.toJson();
      return { violations, status: summary.status, counts: summary.metadata };
    });
  });
}

async function statusOf(...call: Parameters<typeof reportOf>): Promise<string> {
  return (await reportOf(...call)).status;
}

test('good manifests pass', async () => {
  expect(await reportOf(GOOD)).toEqual({
    status: 'success',
    violations: [],
    counts: { Objects: '5', Errors: '0', Warnings: '0', Notes: '0' },
  });
});

test('an error fails, with the object, its construct, its line and the remedy', async () => {
  expect(await reportOf(BAD, {}, { routes: 'shop/routes/Resource', web: 'shop/web' })).toEqual({
    status: 'failure',
    violations: [
      {
        ruleName: 'IST0101',
        violatingConstructs: [
          {
            resourceName: 'routes',
            constructPath: 'shop/routes/Resource',
            manifestPath: 'STDOUT',
            locations: [
              'VirtualService default/routes, line 23: spec.http[0].route[0].destination.host "wed" is unknown: no Service and no ServiceEntry that is visible here has this host; name a Service in this namespace, write "name.namespace.svc.cluster.local" for a Service in another one, or add a ServiceEntry',
            ],
          },
        ],
        recommendation:
          'Error ReferencedResourceNotFound: An object refers to another object that does not exist.',
        fix: 'Each location says what to do. docs/checks.md of cdk8s-istio describes the code, and properties.ignore leaves it out.',
      },
    ],
    counts: { Objects: '5', Errors: '1', Warnings: '0', Notes: '0' },
  });
});

test('an object that shares its name with another has no construct path rather than that of the other', async () => {
  const service = object('Service', 'default/cart', { ports: [{ port: 80, name: 'web' }] });
  const account = object('DestinationRule', 'default/cart', { host: 'cart' });
  const paths = { cart: 'shop/account/Resource' };
  const found = async (yaml: string) =>
    (await reportOf(yaml, {}, paths)).violations.flatMap(({ violatingConstructs }) => violatingConstructs);
  expect(await found(service)).toMatchObject([
    { resourceName: 'cart', constructPath: 'shop/account/Resource' },
  ]);
  expect(await found(service + account)).toMatchObject([
    { resourceName: 'Service default/cart', constructPath: undefined },
  ]);
});

test('a warning fails if the properties say so, and a code can be left out', async () => {
  expect(await statusOf(WARNING)).toBe('success');
  expect((await reportOf(WARNING)).counts).toMatchObject({ Errors: '0', Warnings: '1' });
  expect(await statusOf(WARNING, { failOn: 'warning' })).toBe('failure');
  expect(await reportOf(BAD, { ignore: ['IST0101'] })).toMatchObject({ status: 'success', violations: [] });
});

test('manifests that are not YAML are refused', async () => {
  await expect(reportOf('a: [')).rejects.toThrow(/a\.yaml:\d+:\d+: is not YAML: /);
});

test.each<[unknown, string]>([
  [{ ignroe: [] }, 'properties.ignroe is unknown; did you mean "ignore"?'],
  [{ failOn: 'note' }, 'properties.failOn "note" is unknown; use error or warning'],
  [{ istio: 1.3 }, 'properties.istio is 1.3; write the version in quotes: "1.32"'],
  ['IST0101', 'properties is "IST0101"; use an object'],
])('the properties %j are refused without a stack trace', (properties, problem) => {
  const message = `cdk8s.yaml: validations: IstioValidation: ${problem}`;
  let error: unknown;
  try {
    new IstioValidation(properties as object);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ message, stack: message });
  expect(inspect(error)).toBe(message);
});
