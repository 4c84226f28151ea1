import type { MeshIndex } from '../../istiod/mesh-index';
import { groupedBy } from '../../manifests/collections';
import { fieldsOf, objectsIn, textsIn } from '../../manifests/fields';
import { AUTHORIZATION_POLICY } from '../../manifests/kinds';
import type { MeshModel, Source } from '../../routing';
import type { FilterChain } from '../../routing/listener/filter-chains';
import { chooseChain } from '../../routing/listener/listener';
import { textMatch } from '../../routing/policies/authorization/text-match';
import type { CallableHost } from './callable-hosts';
import { gatewaySources, proxyOf } from './gateway-sources';

/** The servers that TLS clients get by a server name, in the old mesh and in the new one. */
type Chains = readonly (FilterChain | undefined)[];

/** Server names that lead to the same servers, and that policies do not tell apart. */
export interface ServerNames {
  /** One of the names; empty for clients that send none. */
  readonly sample: string;
  /** How to say which names they are. */
  readonly words: string;
  /** The names as objects write them: the hosts and wildcards. */
  readonly written: readonly string[];
  readonly chains: Chains;
}

/** More names than these would hide what they lead to. */
const MOST_NAMES = 3;

const NO_NAME = { written: '', sample: '', words: 'no name' };

/** The servers of a port of a gateway by TLS server name. */
export class ServersByName {
  private readonly numbers = new Map<FilterChain, number>();
  private readonly keys = new Map<string, string>();
  private readonly isAsked: readonly ((name: string) => boolean)[];

  constructor(
    private readonly models: readonly MeshModel[],
    private readonly from: Source,
    private readonly port: number,
  ) {
    const asked = new Set(models.flatMap(({ index }) => index.view(serverNamesOfPolicies)));
    this.isAsked = [...asked].map(textMatch);
  }

  /** The names of hosts, and none, in groups that are alike. */
  groups(hosts: readonly CallableHost[]): ServerNames[] {
    const groups = groupedBy([...hosts, NO_NAME], ({ sample }) => this.keyOf(sample));
    return [...groups.values()].map((names) => ({
      sample: names[0].sample,
      words: names
        .slice(0, MOST_NAMES)
        .map(({ words }) => words)
        .join(' or '),
      written: names.map(({ written }) => written),
      chains: this.chainsFor(names[0].sample),
    }));
  }

  /** Whether two server names lead to the same servers, and are the same to policies. */
  areAlike(one: string, other: string): boolean {
    return one === other || this.keyOf(one) === this.keyOf(other);
  }

  private chainsFor(serverName: string): Chains {
    return this.models.map((model) => {
      const proxy = model.index.view(gatewaySources).has(this.from) ? proxyOf(model, this.from) : undefined;
      const { listenerPort } = proxy?.entrance(this.port) ?? {};
      const listener = listenerPort === undefined ? undefined : proxy?.listener(listenerPort);
      return listener?.isOpen ? chooseChain(listener, true, serverName || undefined) : undefined;
    });
  }

  private keyOf(serverName: string): string {
    const known = this.keys.get(serverName);
    if (known !== undefined) {
      return known;
    }
    const chains = this.chainsFor(serverName).map((chain) => (chain ? this.numberOf(chain) : ''));
    const key = [...chains, ...this.isAsked.map((matches) => matches(serverName))].join(' ');
    this.keys.set(serverName, key);
    return key;
  }

  private numberOf(chain: FilterChain): number {
    const number = this.numbers.get(chain) ?? this.numbers.size;
    this.numbers.set(chain, number);
    return number;
  }
}

/** Whether a policy asks for server names that are told apart like hosts: names, and wildcards of domains. */
export function isLikeHost(name: string): boolean {
  return /^(?:\*\.)?[^*]+$/.test(name);
}

/** The TLS server names that policies ask for; ask by `index.view(serverNamesOfPolicies)`. */
export function serverNamesOfPolicies(index: MeshIndex): readonly string[] {
  return index.all(AUTHORIZATION_POLICY).flatMap(({ spec }) => serverNamesAskedFor(spec));
}

/** The TLS server names that the rules of an AuthorizationPolicy ask for. */
export function serverNamesAskedFor(spec: unknown): string[] {
  return objectsIn(fieldsOf(spec).rules)
    .flatMap(({ when }) => objectsIn(when))
    .flatMap((condition) =>
      condition.key === 'connection.sni'
        ? [...textsIn(condition.values), ...textsIn(condition.notValues)]
        : [],
    );
}
