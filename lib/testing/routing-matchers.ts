import type { TraceRequest } from '../routing';
import type {
  AnswerExpectation,
  DenialExpectation,
  RedirectExpectation,
  RewriteExpectation,
  RouteExpectation,
} from './expectations';

/**
 * The matchers as tests call them, on what `MeshModel.of` takes: `expect(app).toRoute(...)`. An app is taken as it is
 * at that moment and read anew by each of them; for many requests, make a model of it once: `expect(model).toRoute(...)`.
 *
 * All of the requests must come to what is expected, and with `.not` none of them may: a request that goes there one
 * time in ten fulfils neither. What depends on something that is not modelled fails both ways.
 *
 * A request is a URL, a method and a URL, or a {@link TraceRequest}. The objects are not checked for mistakes.
 *
 * Jest's `expect` has them as soon as `cdk8s-istio/testing` is imported. Where `expect` is imported from
 * `@jest/globals`, give it the matchers, `expect.extend(matchers)`, and their types:
 *
 * ```ts
 * declare module 'expect' {
 *   interface Matchers<R> extends RoutingMatchers<R> {}
 * }
 * ```
 */
export interface RoutingMatchers<R> {
  /** Requests get to a workload or a host: `toRoute('GET http://shop.example.com/api', { to: 'api' })`. */
  toRoute(request: TraceRequest | string, expected: RouteExpectation): R;

  /** Clients are sent elsewhere: `toRedirect('http://a.com/', { to: 'https://a.com/' })`. */
  toRedirect(request: TraceRequest | string, expected?: RedirectExpectation): R;

  /** A policy does not let requests in, at the gateway or at the destination: `toDeny(request, { status: 401 })`. */
  toDeny(request: TraceRequest | string, expected?: DenialExpectation): R;

  /**
   * A proxy answers by itself, and no application does: by a direct response, a fault, a redirect, a denial, or because
   * it knows no way on: `toAnswer('http://unknown.example.com/', { status: 404 })`.
   */
  toAnswer(request: TraceRequest | string, expected: AnswerExpectation): R;

  /** Destinations get requests with another path or host: `toRewrite('http://a.com/api/x', { path: '/x' })`. */
  toRewrite(request: TraceRequest | string, expected: RewriteExpectation): R;
}
