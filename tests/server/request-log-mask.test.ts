import { describe, expect, test } from 'vitest'
import { masked } from '#server/attempts/masked.ts'
import { maskSecrets } from '#server/request-log/mask.ts'

const m = masked

describe('a body without its secrets', () => {
  test.each([
    ['a signing secret, by its name', '{"url":"https://a.example","secret":"abc"}', `{"url":"https://a.example","secret":"${m}"}`],
    ['custom headers, all of them', '{"headers": {"authorization": "x", "n": {"a": 1}}, "b": 2}', `{"headers": "${m}", "b": 2}`],
    [
      'a name in the middle of another',
      '{"clientSecret":"a","accessToken": 12, "x": 1}',
      `{"clientSecret":"${m}","accessToken": "${m}", "x": 1}`,
    ],
    ['a name spelled with escapes', '{"pass\\u0077ord":"a"}', `{"pass\\u0077ord":"${m}"}`],
    ['a list', '{"tokens":["a","b"],"x":1}', `{"tokens":"${m}","x":1}`],
    ['a value with quotes and brackets in it', '{"secret":"a\\"}]b","x":1}', `{"secret":"${m}","x":1}`],
    [
      'JSON in a string',
      '{"payload":"{\\"password\\": \\"a b\\", \\"x\\": \\"y\\"}"}',
      `{"payload":"{\\"password\\": \\"${m}\\", \\"x\\": \\"y\\"}"}`,
    ],
    ['a signing secret, by its look', '{"note":"it is whsec_abc/+= here"}', `{"note":"it is ${m} here"}`],
    ['our own tokens', '["ph_production_Ab12","ptok_Ab12","pint_x","plink_y"]', `["${m}","${m}","${m}","${m}"]`],
    ['other companies’ tokens', '["sk_live_abc","ghp_abcdefghijkl","eyJhbGciOiJIUzI1.eyJzdWIi.sig-_"]', `["${m}","${m}","${m}"]`],
    ['credentials of a header', 'Bearer abcdefghijk', m],
    ['user and password in an address', '{"url":"https://ada:pw@a.example/"}', `{"url":"https://${m}@a.example/"}`],
    ['a private key', '{"a":"-----BEGIN PRIVATE KEY-----\\nabc\\n-----END PRIVATE KEY-----"}', `{"a":"${m}"}`],
  ])('%s', (_, text, shown) => expect(maskSecrets(text)).toBe(shown))

  test.each([
    ['in a string', '{"secret":"whsec_ab', `{"secret":"${m}"`],
    ['behind a backslash', '{"secret":"ab\\', `{"secret":"${m}"`],
    ['in an object', '{"headers":{"a":{"b":"c"', `{"headers":"${m}"`],
    ['in a private key', '{"a":"-----BEGIN RSA PRIVATE KEY-----\\nabc', `{"a":"${m}`],
    ['in a password', '{"url":"https://ada:pw', `{"url":"https://${m}`],
    ['before the value', '{"secret":', '{"secret":'],
  ])('cut off %s', (_, text, shown) => expect(maskSecrets(text)).toBe(shown))

  test.each([
    ['what says nothing, and may be what is wrong', '{"secret":"","token":null,"headers":{},"key":[ ]}'],
    ['ordinary members', '{"eventType":"order.paid","eventId":"o-1","payload":{"monkey":"x","keyboard":1,"amount":12.50}}'],
    ['what is no JSON', "{eventType: 'order.paid',\n}"],
    ['an address with a port', '{"url":"https://a.example:8443/hook"}'],
    ['nothing', ''],
  ])('%s stays as it is', (_, text) => expect(maskSecrets(text)).toBe(text))
})
