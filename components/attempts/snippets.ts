import type { Reproduction } from '#server/attempts/reproduction-schema.ts'

export const languages = ['curl', 'typescript', 'python'] as const
export type Language = (typeof languages)[number]

/** What a receiver's developer runs. A fixture signs by itself, with the secret from its environment, so that it can be kept. */
export const snippets: Record<Language, (request: Reproduction) => string> = { curl: curlOf, typescript: typescriptOf, python: pythonOf }

/** For a shell: nothing inside has a meaning. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A header whose value is not shown is taken from the environment. */
const variableOf = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')

function curlOf({ url, headers, masked, body }: Reproduction): string {
  const lines = [
    `curl -i ${shellQuoted(url)}`,
    ...headers.map(([name, value]) => `-H ${shellQuoted(`${name}: ${value}`)}`),
    ...masked.map(name => `-H "${name}: $${variableOf(name)}"`),
    `--data-raw ${shellQuoted(body)}`,
  ]
  return lines.join(' \\\n  ')
}

const signed = /^(webhook|svix)-(id|timestamp|signature)$/

/** Headers that the fixture does not make itself, and the message's id. */
function partsOf({ headers, masked }: Reproduction) {
  return {
    id: headers.find(([name]) => /^(webhook|svix)-id$/.test(name))?.[1] ?? '',
    families: headers.filter(([name]) => name.endsWith('-signature') && signed.test(name)).map(([name]) => name.split('-')[0]!),
    fixed: headers.filter(([name]) => !signed.test(name)),
    masked,
  }
}

const indented = (lines: string[], by: string): string => lines.map(line => `${by}${line}`).join('\n')

function typescriptOf(request: Reproduction): string {
  const { id, families, fixed, masked } = partsOf(request)
  const headers = [
    ...fixed.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)},`),
    ...masked.map(name => `${JSON.stringify(name)}: process.env.${variableOf(name)}!,`),
    ...families.flatMap(family => [
      `"${family}-id": id,`,
      `"${family}-timestamp": String(Math.floor(now.getTime() / 1000)),`,
      `"${family}-signature": signature,`,
    ]),
  ]
  return `import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";

const url = process.env.WEBHOOK_URL ?? ${JSON.stringify(request.url)};
const id = ${JSON.stringify(id)};
const body = ${JSON.stringify(request.body)};

test("the message is accepted", async () => {
  const now = new Date();
  const signature = new Webhook(process.env.WEBHOOK_SECRET!).sign(id, now, body);
  const headers = {
${indented(headers, '    ')}
  };
  const response = await fetch(url, { method: "POST", headers, body });
  expect(response.status, await response.text()).toBeLessThan(300);
});
`
}

function pythonOf(request: Reproduction): string {
  const { id, families, fixed, masked } = partsOf(request)
  const headers = [
    ...fixed.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)},`),
    ...masked.map(name => `${JSON.stringify(name)}: os.environ["${variableOf(name)}"],`),
    ...families.flatMap(family => [
      `"${family}-id": ID,`,
      `"${family}-timestamp": str(int(now.timestamp())),`,
      `"${family}-signature": signature,`,
    ]),
  ]
  return `import os
from datetime import datetime, timezone

import requests
from standardwebhooks import Webhook

URL = os.environ.get("WEBHOOK_URL", ${JSON.stringify(request.url)})
ID = ${JSON.stringify(id)}
BODY = ${JSON.stringify(request.body)}


def test_the_message_is_accepted():
    now = datetime.now(timezone.utc)
    signature = Webhook(os.environ["WEBHOOK_SECRET"]).sign(ID, now, BODY)
    headers = {
${indented(headers, '        ')}
    }
    response = requests.post(URL, data=BODY.encode(), headers=headers, timeout=15)
    assert response.status_code < 300, response.text
`
}
