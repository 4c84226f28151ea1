import { ApiObject } from 'cdk8s';
import { ServiceAccount } from 'cdk8s-plus-28';
import { WorkloadEntry, type WorkloadEntryProps } from '../../lib';
import { mistakesOf, newChart, specOf } from '../support';

const newEntry = (props: WorkloadEntryProps) => new WorkloadEntry(newChart(), 'vm', props);

function mistakesIn(props: WorkloadEntryProps): string[] {
  return mistakesOf(newEntry(props)).map((line) =>
    line.replace('[test/vm] WorkloadEntry "test-vm": spec.', ''),
  );
}

test('a virtual machine', () => {
  const entry = newEntry({
    metadata: { labels: { team: 'a' } },
    address: '10.0.0.1',
    ports: { http: 8080 },
    labels: { app: 'reviews', 'example.com/zone': 'a' },
    network: 'vms',
    locality: 'us-west/zone-a/rack-1',
    weight: 3,
    serviceAccount: new ServiceAccount(newChart(), 'reviews'),
  });

  expect(ApiObject.of(entry).toJson()).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadEntry',
    metadata: { labels: { team: 'a' }, name: 'test-vm', namespace: 'default' },
    spec: {
      address: '10.0.0.1',
      labels: { app: 'reviews', 'example.com/zone': 'a' },
      locality: 'us-west/zone-a/rack-1',
      network: 'vms',
      ports: { http: 8080 },
      serviceAccount: 'test-reviews',
      weight: 3,
    },
  });
  expect(mistakesOf(entry)).toEqual([]);
});

test('identities by name', () => {
  const chart = newChart();

  expect(specOf(newEntry({ address: 'vm.example.com', serviceAccount: 'reviews' }))).toEqual({
    address: 'vm.example.com',
    serviceAccount: 'reviews',
  });
  const serviceAccount = ServiceAccount.fromServiceAccountName(chart, 'elsewhere', 'shared');
  expect(specOf(newEntry({ address: '10.0.0.1', serviceAccount }))).toMatchObject({
    serviceAccount: 'shared',
  });
});

test('an identity of another namespace is refused', () => {
  const serviceAccount = new ServiceAccount(newChart('prod'), 'reviews');

  expect(mistakesIn({ address: '10.0.0.1', serviceAccount })).toEqual([
    'serviceAccount refers to ServiceAccount "test-reviews" in namespace "prod", but can only refer to its own namespace; ' +
      'put it into a chart of that namespace [IST9043]',
  ]);
});

test.each<[string, WorkloadEntryProps, string[]]>([
  ['no address', {}, ['address is missing; write an IP address or a host name, or set network [IST0106]']],
  [
    'an address of another network',
    { network: 'vms' },
    [
      'address is missing, so requests go through the gateway of network "vms"; write the address if that is not intended [IST0133]',
    ],
  ],
  ['an IPv6 address', { address: 'fd00::1' }, []],
  ['a socket', { address: 'unix:///run/x.sock' }, []],
  ['a socket that is not in the file system', { address: 'unix://@x' }, []],
  [
    'a socket without a path',
    { address: 'unix://x' },
    [
      'address "unix://x" is not a Unix domain socket; write "unix://" followed by an absolute path, or by "@" and a name [IST0106]',
    ],
  ],
  [
    'a folder',
    { address: 'unix:///run/' },
    [
      'address "unix:///run/" is not a Unix domain socket; write "unix://" followed by an absolute path, or by "@" and a name [IST0106]',
    ],
  ],
  [
    'a socket with ports',
    { address: 'unix:///run/x.sock', ports: { http: 80 } },
    ['ports cannot be used with the Unix domain socket "unix:///run/x.sock"; remove it [IST0106]'],
  ],
  [
    'many hosts',
    { address: '*.example.com' },
    [
      'address "*.example.com" is neither an IP address, a host name nor "unix://" followed by a path; write one of them [IST0106]',
    ],
  ],
  [
    'a host with a port',
    { address: 'vm.example.com:80' },
    [
      'address "vm.example.com:80" is neither an IP address, a host name nor "unix://" followed by a path; write one of them [IST0106]',
    ],
  ],
  [
    'no port',
    { address: '10.0.0.1', ports: { http: 0 } },
    ['ports.http 0 is not a port; use a whole number from 1 to 65535 [IST0106]'],
  ],
  [
    'a port with an odd name',
    { address: '10.0.0.1', ports: { http_1: 80 } },
    [
      'ports "http_1" is not a DNS label; use at most 63 letters, digits and "-", with a letter or digit at both ends [IST0106]',
    ],
  ],
  [
    'a label with an odd name',
    { address: '10.0.0.1', labels: { 'a/b/c': 'x' } },
    ['labels has the key "a/b/c", which is not the name of a label; write "name" or "prefix/name" [IST0106]'],
  ],
  [
    'a label with an odd prefix',
    { address: '10.0.0.1', labels: { '/b': 'x' } },
    ['labels has the key "/b", which is not the name of a label; write "name" or "prefix/name" [IST0106]'],
  ],
  [
    'a label with an odd value',
    { address: '10.0.0.1', labels: { app: 'a b' } },
    [
      'labels.app "a b" is not the value of a label; use at most 63 letters, digits, "-", "_" and ".", with ' +
        'a letter or digit at both ends [IST0106]',
    ],
  ],
  ['a label without a value', { address: '10.0.0.1', labels: { app: '' } }, []],
  [
    'less than no weight',
    { address: '10.0.0.1', weight: -1 },
    ['weight -1 is not a weight; use a whole number from 0 [IST0106]'],
  ],
  ['no weight', { address: '10.0.0.1', weight: 0 }, []],
  [
    'a locality with too many parts',
    { address: '10.0.0.1', locality: 'a/b/c/d' },
    [
      'locality "a/b/c/d" is not a locality; write "region", "region/zone" or "region/zone/subzone" [IST9015]',
    ],
  ],
  ['a region', { address: '10.0.0.1', locality: 'us-west' }, []],
])('%s', (_, props, mistakes) => {
  expect(mistakesIn(props)).toEqual(mistakes);
});
