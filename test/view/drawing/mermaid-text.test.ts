import { mermaidLabel, mermaidText } from '../../../lib/view/drawing/mermaid-text';

// Each of them was also drawn by Mermaid 11 in a browser, which showed the text as it is written here.
test.each([
  ['reviews.shop:9080', 'reviews.shop:9080'],
  ['"] --> x["', '#34;] --#62; x[#34;'],
  ['<script>alert(1)</script>', '#60;script#62;alert(1)#60;/script#62;'],
  ['&lt;b&gt; #quot;', '#38;lt#59;b#38;gt#59; #35;quot#59;'],
  ['%%{init: {}}%%', '#37;%#123;init: #123;#125;#125;#37;%'],
  ['90%', '90%'],
  ['`code` *b* _i_', '#96;code#96; #42;b#42; #95;i#95;'],
  ['1. one', '1#46; one'],
  ['- one', '#45; one'],
  ['fa:fa-bomb', 'fa:#8288;fa-bomb'],
  ['a\nb\u0000\u202Ec\u2028d', 'a b c d'],
  ['größe 漢字', 'größe 漢字'],
])('%j is written %j', (text, written) => {
  expect(mermaidText(text)).toBe(written);
});

test('a line that is too long for a picture is cut between characters', () => {
  expect(mermaidLabel(['𝔘'.repeat(200), 'b'])).toBe(`"${'𝔘'.repeat(119)}…<br>b"`.replace('…', '#8230;'));
});
