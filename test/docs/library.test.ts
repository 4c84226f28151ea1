import { Testing } from 'cdk8s';
import { chart } from './snippets/library';

test('the snippets of docs/library.md give manifests that the constructs accept', () => {
  const kinds = Testing.synth(chart).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['DestinationRule', 'Gateway', 'Sidecar', 'VirtualService']));
});
