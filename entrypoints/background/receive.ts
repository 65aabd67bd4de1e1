import * as v from 'valibot'
import { type CommandName, commands, type Reply } from '../../lib/messages.ts'
import type { Background } from './compose.ts'

type Sender = chrome.runtime.MessageSender

export const isFromExtension = (sender: Sender) => sender.id === chrome.runtime.id

/**
 * Checks a message and obeys it. Pages are the least trusted senders: of them only the commands marked so are taken,
 * and only from the CRM's own address. Anything else is answered as unexpected, and nothing happens.
 */
export async function receive(background: Background, message: unknown, sender: Sender): Promise<Reply> {
  const unexpected: Reply = { kind: 'failed', reason: 'unexpected' }
  const envelope = v.safeParse(v.object({ name: v.string(), data: v.unknown() }), message)
  if (!envelope.success || !Object.hasOwn(commands, envelope.output.name)) return unexpected
  const name = envelope.output.name as CommandName
  const command = commands[name]
  const isOwnPage = sender.url?.startsWith(chrome.runtime.getURL('')) ?? false
  if (!isOwnPage && !(command.from === 'page' && (await background.isCrmPage(sender)))) return unexpected
  const data = v.safeParse(command.data, envelope.output.data)
  if (!data.success) return unexpected
  try {
    const obey = background.commands[name] as (data: unknown, sender: Sender) => Promise<Reply>
    return await obey(data.output, sender)
  } catch (error) {
    return { kind: 'failed', reason: background.reasonOf(error) }
  }
}
