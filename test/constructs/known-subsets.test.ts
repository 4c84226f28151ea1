import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { Destination, DestinationRule, ServiceEntry, VirtualService } from '../../lib';
import { errorsOf, mistakesOf, newChart, newService } from '../support';

const labels = { version: 'v1' };
const subsets = { v1: { labels } };

const mistakesWith = (chart: Chart, to: Destination) =>
  errorsOf(new VirtualService(chart, 'routes', { hosts: ['shop.example.com'], http: [{ to }] }));

const mistake = (host: string, known = 'v1', field = 'http[0].route[0]') =>
  `[test/routes] VirtualService "test-routes": spec.${field}.destination.subset "v9" is unknown: ` +
  `no DestinationRule defines subset "v9" of "${host}", whose subsets are: ${known}; use one of them, or add it [IST0101]`;

test('a subset that the rule for the Service does not define', () => {
  const chart = newChart();
  const service = newService(chart, 'shop');
  new DestinationRule(chart, 'rule', { host: service, subsets });

  expect(mistakesWith(chart, Destination.service(service, { subset: 'v9' }))).toEqual([mistake('shop')]);
});

test('a subset of a host, however it is written, and of a rule without any', () => {
  const chart = newChart();
  new DestinationRule(chart, 'rule', { host: 'shop' });
  const host = 'shop.default.svc.cluster.local';

  expect(mistakesWith(chart, Destination.host(host, { subset: 'v9' }))).toEqual([mistake(host, 'none')]);
});

test('a subset of a ServiceEntry', () => {
  const chart = newChart();
  const hosts = ['api.example.com'];
  const entry = new ServiceEntry(chart, 'entry', { hosts, ports: [{ number: 80 }] });
  new DestinationRule(chart, 'rule', { host: entry, subsets });

  expect(mistakesWith(chart, entry.destination({ subset: 'v9' }))).toEqual([mistake('api.example.com')]);
});

test('a mirror to a subset', () => {
  const chart = newChart();
  new DestinationRule(chart, 'rule', { host: 'shop', subsets });
  const mirrors = [{ destination: Destination.host('shop', { subset: 'v9' }) }];
  const to = Destination.host('shop', { subset: 'v1' });
  const routes = new VirtualService(chart, 'routes', { hosts: ['shop'], http: [{ to, mirrors }] });

  expect(mistakesOf(routes)).toEqual([mistake('shop', 'v1', 'http[0].mirrors[0]')]);
});

describe('subsets that are defined', () => {
  const to = Destination.host('shop', { subset: 'v9' });

  test('by any of several rules, later on, or by a JSON patch', () => {
    const chart = newChart();
    const rule = new DestinationRule(chart, 'rule', { host: 'shop', subsets });
    const routes = new VirtualService(chart, 'routes', { hosts: ['shop'], http: [{ to }] });
    rule.addSubset('v9', { labels });
    expect(mistakesOf(routes)).toEqual([]);

    const other = newChart();
    new DestinationRule(other, 'rule', { host: 'shop', subsets });
    new DestinationRule(other, 'more', { host: 'shop', subsets: { v9: { labels } } });
    expect(mistakesWith(other, to)).toEqual([]);

    const patched = newChart();
    const raw = ApiObject.of(new DestinationRule(patched, 'rule', { host: 'shop', subsets }));
    raw.addJsonPatch(JsonPatch.add('/spec/subsets/-', { name: 'v9', labels }));
    expect(mistakesWith(patched, to)).toEqual([]);
  });

  test('by a rule for many hosts', () => {
    const chart = newChart();
    new DestinationRule(chart, 'rule', { host: 'shop', subsets });
    new DestinationRule(chart, 'all', {
      host: '*.default.svc.cluster.local',
      subsets: { v9: { labels } },
    });

    expect(mistakesWith(chart, to)).toEqual([]);
  });

  test('perhaps elsewhere: the app has no rule for the host', () => {
    const app = Testing.app();
    const chart = newChart('default', app);
    new DestinationRule(new Chart(app, 'other', { namespace: 'prod' }), 'rule', { host: 'shop', subsets });
    new DestinationRule(chart, 'rule', { host: 'cart', subsets });

    expect(mistakesWith(chart, to)).toEqual([]);
  });
});
