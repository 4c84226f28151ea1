import type { MeshModel, Source } from '../../routing';
import type { FilterChain } from '../../routing/listener/filter-chains';
import { chooseChain } from '../../routing/listener/listener';
import type { CallableHost } from './callable-hosts';
import { gatewaySources, proxyOf } from './gateway-sources';

/** The servers that TLS clients get by a server name, in the old mesh and in the new one. */
type Chains = readonly (FilterChain | undefined)[];

/** Server names that lead to the same servers. */
export interface ServerNames {
  readonly sample: string;
  /** How to say which names they are. */
  readonly words: string;
  readonly chains: Chains;
}

/** More names than these would hide what they lead to. */
const MOST_NAMES = 3;

/** The servers of a port of a gateway by TLS server name. */
export class ServersByName {
  private readonly numbers = new Map<FilterChain, number>();

  constructor(
    private readonly models: readonly MeshModel[],
    private readonly from: Source,
    private readonly port: number,
  ) {}

  /** The names of hosts, in groups that lead to the same servers. */
  groups(hosts: readonly CallableHost[]): ServerNames[] {
    const groups = new Map<string, { readonly names: CallableHost[]; readonly chains: Chains }>();
    for (const host of hosts) {
      const chains = this.chainsFor(host.sample);
      const group = groups.get(this.keyOf(chains)) ?? { names: [], chains };
      groups.set(this.keyOf(chains), group);
      group.names.push(host);
    }
    return [...groups.values()].map(({ names, chains }) => ({
      sample: names[0]?.sample ?? '',
      words: names
        .slice(0, MOST_NAMES)
        .map(({ words }) => words)
        .join(' or '),
      chains,
    }));
  }

  /** Whether two server names lead to the same servers. */
  areAlike(one: string, other: string): boolean {
    return one === other || this.keyOf(this.chainsFor(one)) === this.keyOf(this.chainsFor(other));
  }

  private chainsFor(serverName: string): Chains {
    return this.models.map((model) => {
      const proxy = model.index.view(gatewaySources).has(this.from) ? proxyOf(model, this.from) : undefined;
      const { listenerPort } = proxy?.entrance(this.port) ?? {};
      const listener = listenerPort === undefined ? undefined : proxy?.listener(listenerPort);
      return listener?.isOpen ? chooseChain(listener, true, serverName) : undefined;
    });
  }

  private keyOf(chains: Chains): string {
    return chains.map((chain) => (chain ? this.numberOf(chain) : '')).join(' ');
  }

  private numberOf(chain: FilterChain): number {
    const number = this.numbers.get(chain) ?? this.numbers.size;
    this.numbers.set(chain, number);
    return number;
  }
}
