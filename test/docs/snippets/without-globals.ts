// #region extend
import { expect } from '@jest/globals';
import { matchers, type RoutingMatchers } from 'cdk8s-istio/testing';

declare module 'expect' {
  interface Matchers<R> extends RoutingMatchers<R> {}
}

expect.extend(matchers);
// #endregion
