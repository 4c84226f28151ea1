import type { AnswerExpectation, RedirectExpectation, RewriteExpectation } from '../expectations';
import type { MeshModel } from '../routing';
import type { ModelSource } from '../tracing/mesh-model';
import type { TraceRequest } from '../tracing/request';
import type { DenialExpectation, RouteExpectation } from './construct-targets';

/**
 * The matchers as tests call them, on anything that `MeshModel.of` takes: `expect(app).toRoute(...)`. Each matcher reads
 * an app anew, as it is at that moment. For many requests, make a model once: `expect(model).toRoute(...)`.
 *
 * All requests have to be as expected, and with `.not` none of them: a request that goes there one time in ten meets
 * neither expectation. If the outcome is not modelled, both fail.
 *
 * A request is a URL, a method and a URL, or a {@link TraceRequest}. The objects are not checked for mistakes.
 *
 * Jest's `expect` has the matchers once `cdk8s-istio/testing` is imported. If you import `expect` from `@jest/globals`,
 * give it the matchers, `expect.extend(matchers)`, and their types:
 *
 * ```ts
 * declare module 'expect' {
 *   interface Matchers<R> extends RoutingMatchers<R> {}
 * }
 * ```
 */
export interface RoutingMatchers<R> {
  /**
   * Requests go to a workload or a host: `toRoute('GET http://shop.example.com/api', { to: 'api' })`, or `{ to: deployment }`.
   * If a fault delays them, the expectation has to say so.
   */
  toRoute(request: TraceRequest | string, expected: RouteExpectation): R;

  /** Clients are redirected: `toRedirect('http://a.com/', { to: 'https://a.com/' })`. */
  toRedirect(request: TraceRequest | string, expected?: RedirectExpectation): R;

  /** A policy denies requests, at the gateway or at the destination: `toDeny(request, { status: 401 })`. */
  toDeny(request: TraceRequest | string, expected?: DenialExpectation): R;

  /**
   * A proxy answers requests instead of an application: with a direct response, a fault, a redirect or a denial, or
   * because it knows no route: `toAnswer('http://unknown.example.com/', { status: 404 })`.
   */
  toAnswer(request: TraceRequest | string, expected: AnswerExpectation): R;

  /** Destinations see another path or host: `toRewrite('http://a.com/api/x', { path: '/x' })`. */
  toRewrite(request: TraceRequest | string, expected: RewriteExpectation): R;

  /**
   * No request changes its fate between older manifests and these, as `cdk8s-istio diff` compares them:
   * `toKeepRoutesOf('git:HEAD')`. If what changes is not modelled or cannot be compared, both this and `.not` fail.
   *
   * @param old `git:REVISION` or `git:REVISION:PATH` for the manifests at a path of a revision of git (`dist` in the
   * current folder), or else a file or folder, an app, a chart, objects, or a model. Unless it is a model, the version of
   * Istio and the other options are those of the new model
   * @throws Error if both sides are the same manifests, such as an app and the folder that it is written to, if git does
   * not know the revision or the path, or if a file cannot be read or is not YAML
   */
  toKeepRoutesOf(old: MeshModel | ModelSource): R;
}
