import { HostIndex } from '../../istiod/hosts/host-index';
import { isWildcard } from '../../istiod/hosts/host-matching';
import { isInUrls } from '../../routing/request/read-request';

/** Hosts that a mesh treats alike. */
export interface CallableHost {
  /** A host of an object; `*` for all hosts that no other entry is for. */
  readonly written: string;
  /** One of the hosts, by which requests can be sent. */
  readonly sample: string;
  /** How to say which hosts they are. */
  readonly words: string;
  covers(host: string): boolean;
}

/** First labels for hosts that a wildcard covers. */
const LABELS = ['any', 'some', 'another', 'yet-another'];
const EVERY_HOST = '*';

/**
 * The hosts that objects name, and one that they do not. A host that a wildcard covers as well has an entry of its own, so
 * the sample of the wildcard is another host. Hosts that no client can call have none.
 */
export function callableHosts(names: Iterable<string>): CallableHost[] {
  const all = new Set([...names].map((name) => name.toLowerCase()).concat(EVERY_HOST));
  const index = new HostIndex([...all].map((name) => [name, name] as const));
  return [...all].flatMap((written): CallableHost[] => {
    const covers = (host: string) => index.mostSpecific(host) === written;
    if (!isWildcard(written)) {
      return isInUrls(written) ? [{ written, sample: written, words: written, covers }] : [];
    }
    const suffix = written === EVERY_HOST ? '.example.net' : written.slice(1);
    const sample = LABELS.map((label) => label + suffix).find((host) => covers(host) && isInUrls(host));
    const anyHost = all.size === 1 ? 'any host' : 'any other host';
    const words = written === EVERY_HOST ? anyHost : written;
    return sample === undefined ? [] : [{ written, sample, words, covers }];
  });
}
