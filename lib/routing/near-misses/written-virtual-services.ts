import { HostIndex } from '../../istiod/hosts/host-index';
import { fullHost } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { whyUnread } from '../../istiod/revision';
import { refusedVirtualServices } from '../../istiod/virtual-services/refused';
import { type VirtualService, virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import { groupedBy } from '../../manifests/collections';
import { fieldsOf, textsIn } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { refTo } from '../../manifests/object-ref';
import type { NearMiss } from './near-miss';

/** A VirtualService that istiod uses, or one that it does not use and why. */
export type WrittenVirtualService = VirtualService | NearMiss;

/** All VirtualServices by each of their hosts; ask for them by `index.view(writtenVirtualServices)`. */
export function writtenVirtualServices(index: MeshIndex): HostIndex<readonly WrittenVirtualService[]> {
  const refused = [...index.view(refusedVirtualServices)].map(([manifest, because]) =>
    unused(manifest, `is refused by istiod's webhook: ${because}`),
  );
  const unread = index.unread
    .all(VIRTUAL_SERVICE)
    .map((manifest) => unused(manifest, `is not read by istiod: ${whyUnread(manifest)}`));
  const used = index
    .view(virtualServicesOf)
    .all.flatMap((written) => written.hosts.map((host) => ({ host, written })));
  const all: readonly { readonly host: string; readonly written: WrittenVirtualService }[] = [
    ...used,
    ...refused.flat(),
    ...unread.flat(),
  ];
  const groups = groupedBy(all, ({ host }) => host.toLowerCase());
  return new HostIndex(
    [...groups].map(([host, group]) => [host, group.map(({ written }) => written)] as const),
  );
}

function unused(manifest: Manifest, because: string): { host: string; written: NearMiss }[] {
  const written = { object: refTo(manifest), because };
  return textsIn(fieldsOf(manifest.spec).hosts).map((host) => ({
    host: fullHost(host, manifest.namespace),
    written,
  }));
}
