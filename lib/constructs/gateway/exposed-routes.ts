import type { Construct } from 'constructs';
import { hostsFor, routesUsedBy, serversOf } from '../../istiod/gateways/gateway-servers';
import { hostsMatch } from '../../istiod/hosts/host-matching';
import type { Manifest } from '../../manifests/manifest';
import type { Rendering } from '../rendering';
import type { HttpMatchRequest } from '../traffic/http-match';
import type { HttpRoute } from '../traffic/http-route';
import { PathMatch } from '../traffic/path-match';
import { VirtualService } from '../traffic/virtual-service';
import type { IGateway } from './gateway-reference';

/** Options of `Gateway.expose`: where requests come from, and what happens to them on the way. */
export interface ExposeOptions
  extends Omit<HttpRoute, 'match' | 'to' | 'redirect' | 'directResponse' | 'delegate'> {
  /**
   * The host that clients use. The gateway must serve it with HTTP or HTTPS.
   *
   * @default all hosts of the gateway's servers for HTTP and HTTPS
   */
  readonly host?: string;

  /**
   * The path, together with everything below it: `/api` stands for `/api` and `/api/v2`, and not for `/apiary`. A
   * `PathMatch` stands for itself.
   *
   * @default all paths
   */
  readonly path?: string | PathMatch;
}

/** A Gateway, as its exposed routes see it. */
export interface ExposingGateway extends IGateway {
  /** The Gateway as it is written. */
  manifest(): Manifest | undefined;
}

/** The routes for one host of a Gateway, or for all of its hosts, to the destinations that it exposes there. */
export class ExposedRoutes extends VirtualService {
  private readonly exposed: { readonly route: HttpRoute; readonly rank: number }[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly gateway: ExposingGateway,
    private readonly host: string | undefined,
  ) {
    super(scope, id, { hosts: [], gateways: [gateway] });
  }

  /** Adds a route. Returns whether the path was free. */
  add(path: string | PathMatch | undefined, route: HttpRoute): boolean {
    const match = matchesOf(path);
    const same = JSON.stringify(match?.map(({ path }) => path?._render()));
    const isTaken = this.exposed.some(
      ({ route }) => JSON.stringify(route.match?.map(({ path }) => path?._render())) === same,
    );
    if (!isTaken) {
      this.exposed.push({ route: { ...route, match }, rank: rankOf(match) });
    }
    return !isTaken;
  }

  /** The longest path comes first, so that it is not hidden by a shorter one. */
  protected override httpRoutes(): readonly HttpRoute[] {
    const sorted = this.exposed.toSorted((a, b) => b.rank - a.rank);
    return [...sorted.map(({ route }) => route), ...super.httpRoutes()];
  }

  protected override renderHosts(rendering: Rendering): string[] {
    const { gateway, host } = this;
    const served = this.servedHosts();
    if (served.length === 0) {
      const message = `are not known, because Gateway "${gateway.gatewayName}" has no server for HTTP or HTTPS; add one`;
      rendering.refuse(['spec', 'hosts'], message);
    } else if (host !== undefined && !served.some((known) => hostsMatch(known, host))) {
      rendering.refuse(
        ['spec', 'hosts', 0],
        `"${host}" is not served by Gateway "${gateway.gatewayName}" with HTTP or HTTPS, whose hosts are: ` +
          `${served.join(', ')}; use one of them, or add a server for the host`,
      );
    }
    return host === undefined ? served : [host];
  }

  private servedHosts(): string[] {
    const manifest = this.gateway.manifest();
    const servers = manifest ? serversOf(manifest, manifest.spec) : [];
    const forHttp = servers.filter((server) => routesUsedBy(server) === 'http' && !server.redirectsToHttps);
    return [...new Set(forHttp.flatMap((server) => hostsFor(server, manifest?.namespace ?? '')))];
  }
}

function matchesOf(path: string | PathMatch | undefined): readonly HttpMatchRequest[] | undefined {
  if (typeof path !== 'string') {
    return path && [{ path }];
  }
  const whole = path.replace(/\/+$/, '');
  return whole === ''
    ? undefined
    : [{ path: PathMatch.exact(whole) }, { path: PathMatch.prefix(`${whole}/`) }];
}

/** A regular expression and an exact path alone are tried before all others, and no path at all is tried last. */
function rankOf(match: readonly HttpMatchRequest[] | undefined): number {
  const uri = match?.at(-1)?.path?._render().uri;
  return uri === undefined ? 0 : (uri.prefix?.length ?? Number.MAX_SAFE_INTEGER);
}
