"""The ways by which a message leaves: a folder, a mail server, a webhook, a group robot.

A channel is made of plain values (`registry.channel_of`), takes one message at a time (`message.Channel.send`), and
says what came of it: `Sent`, or one of three refusals that tell the worker whether to try again (`backoff.next_try`).
"""
