/** Makes an app and tests of a mesh of some hosts, given as an argument, and prints how many seconds that takes. */
import { resolve } from 'node:path';
import { convert } from '../lib/convert/convert';
import { manifestOf } from '../lib/manifests/manifest';
import { proposedTests } from '../lib/proposals';
import { MeshModel } from '../lib/routing';
import { servedMeshOf } from './mesh';

function main(hosts: number): number {
  const root = resolve(__dirname, '..');
  const manifests = servedMeshOf(hosts, ['v1', 'v2']).flatMap((object) => manifestOf(object) ?? []);
  const start = performance.now();
  const { proof } = convert(manifests, { root });
  proposedTests(MeshModel.fromManifests(manifests));
  if (proof.differences.length > 0) {
    throw new Error(`${proof.differences.length} fields differ`);
  }
  return (performance.now() - start) / 1000;
}

console.log(JSON.stringify(main(Number(process.argv[2]))));
