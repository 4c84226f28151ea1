import { programOf } from '../../../../lib/admission/schema/cel/program';

/** CEL expressions that are true. */
test.each([
  // Kubernetes: URLs
  'isURL("https://a:80/b?c=d") && !isURL("a")',
  'url("https://a:80/b?c=d").getScheme() == "https"',
  'url("https://a:80/b?c=d").getHost() == "a:80"',
  'url("https://a:80/b?c=d").getHostname() == "a"',
  'url("https://a:80/b?c=d").getPort() == "80"',
  'url("https://a:80/b?c=d").getEscapedPath() == "/b"',
  'url("https://a/b?c=d&c=e&f=%20").getQuery() == {"c": ["d", "e"], "f": [" "]}',
  // Kubernetes: lists
  '[1, 2, 2].isSorted() && ![2, 1].isSorted() && ["a", "b"].isSorted() && [].isSorted()',
  '[1, 2].sum() == 3 && [1.5, 2.0].sum() == 3.5',
  '[2, 1, 3].min() == 1 && [2, 1, 3].max() == 3 && ["b", "a"].min() == "a"',
  '[1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2 && [1].indexOf(5) == -1',
  // Kubernetes: regular expressions
  '"abc 123 45".find("[0-9]+") == "123" && "abc".find("[0-9]+") == ""',
  '"1 23 4".findAll("[0-9]+") == ["1", "23", "4"] && "1 23 4".findAll("[0-9]+", 2) == ["1", "23"]',
  // Kubernetes: addresses
  'isIP("10.0.0.1") && isIP("::1") && !isIP("10.0.0.01") && !isIP("::ffff:1.2.3.4") && !isIP("fe80::1%en0")',
  'ip("10.0.0.1").family() == 4 && ip("::1").family() == 6',
  'isCIDR("10.0.0.0/8") && isCIDR("::/0") && !isCIDR("10.0.0.0") && !isCIDR("10.0.0.0/33") && !isCIDR("a/8")',
  'cidr("10.0.0.0/8").prefixLength() == 8',
  'cidr("10.0.0.0/8").containsIP("10.1.2.3") && !cidr("10.0.0.0/8").containsIP(ip("11.0.0.1"))',
  // CEL's own
  '"abc".matches("^a.c$") && !"abc".matches("^b")',
  '"A,b".lowerAscii().split(",").join("-") == "a-b"',
  '" a ".trim().replace("a", "b") == "b" && "abc".indexOf("c") == 2 && "abc".charAt(1) == "b"',
  'int("80") == 80 && int("-5") == -5',
  'duration("1m30s") == duration("90s")',
])('%s', (expression) => {
  expect(programOf(expression).run(null)).toBe(true);
});

/** Expressions that go wrong, which counts as a violation of the rule. */
test.each([
  'int("0x10")',
  'int("")',
  'int(" 5")',
  'int("9223372036854775808")',
  'url("a").getScheme()',
  'ip("a")',
  'cidr("a")',
  '[].min()',
  '["a", 1].max()',
  '["a"].sum()',
  '"a".matches("(")',
  'duration("1d")',
  'self.a',
])('%s is an error', (expression) => {
  expect(programOf(expression).run(null)).toMatchObject({ message: expect.any(String) });
});
