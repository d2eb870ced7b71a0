using MessageLB.CommandLine;
using MessageLB.CommandLine.Commands.Dead;
using MessageLB.Core.DeadLetters;
using MessageLB.Dispatcher.DeadLetters;
using MessageLB.InMemory;
using MessageLB.Transport;
using MessageLB.Web.DeadLetters;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Dead;

public sealed class DeadCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dead list orders", "Dead letters are at a RabbitMQ: name it with --broker")]
    [InlineData("dead list a.b --broker amqp://localhost", "\"a.b\" is no name of a group.")]
    [InlineData("dead list orders --since soon", "--since: \"soon\" is neither a time such as 2026-11-26T08:00:00Z nor how long ago, such as 2h.")]
    [InlineData("dead list orders --limit 100001", "--limit: \"100001\" is not a whole number from 1 to 100,000.")]
    [InlineData("dead show orders --as xml", "--as: \"xml\" is not auto, text, json or hex.")]
    [InlineData("dead replay orders --canary-wait 11m", "--canary-wait: \"11m\" is out of range: must be 0s to 10m.")]
    [InlineData("dead replay orders --stop-after 0", "--stop-after: \"0\" is not a whole number from 1 to 2,147,483,647, nor never.")]
    [InlineData("dead purge orders --header x --broker amqp://localhost", "--header: \"x\" has no name: write name=value.")]
    public async Task Run_WhatCannotBeMeant_IsRefused(string line, string complaint)
    {
        var terminal = new TestTerminal();

        var exit = await terminal.RunAsync(line.Split(' '));

        Assert.Equal(ExitCodes.Usage, exit);
        Assert.Contains(complaint, terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("yes\n", true)]
    [InlineData("n\n", false)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    public async Task Ask_APerson_OnlyAYesIsOne(string input, bool expected)
    {
        var terminal = new TestTerminal();
        terminal.SetInput(input);

        var answer = await DeadConsent.AskAsync(terminal.Create() with { ErrorIsInteractive = true }, "Delete for good all 3 dead letters of group orders", Token);

        Assert.Equal(expected, answer);
        Assert.Equal("Delete for good all 3 dead letters of group orders? [y/N] ", terminal.Error);
    }

    [Fact]
    public async Task Ask_Nobody_SaysWhatToSay()
    {
        var fault = await Assert.ThrowsAsync<CommandFailedException>(() => DeadConsent.AskAsync(new TestTerminal().Create(), "Replay all", Token));

        Assert.Equal((ExitCodes.Usage, "Replay all? Nobody can be asked here: say --yes, or look first with --dry-run."), (fault.ExitCode, fault.Message));
    }

    [Theory]
    [InlineData(PassEnd.Complete, ExitCodes.Ok, "")]
    [InlineData(PassEnd.Limit, ExitCodes.Ok, "")]
    [InlineData(PassEnd.Interrupted, ExitCodes.Interrupted, "interrupted; what was replayed stays so, and running it again goes on")]
    [InlineData(PassEnd.CanaryFailed, ExitCodes.Data, "stopped: a message that went ahead is a dead letter again; the others stay where they are")]
    [InlineData(PassEnd.FailingAgain, ExitCodes.Data, "stopped: too many are dead letters again; the others stay where they are")]
    public async Task Run_APass_SaysHowItEnded(PassEnd end, int exit, string complaint)
    {
        var terminal = new TestTerminal();
        await using var session = await new InMemoryTransport(new InMemoryOptions()).OpenAsync(new SessionOptions { ClientName = "test" }, Token);

        var result = await new DeadPassRun(terminal.Create(), session, "orders", "replay", "replayed").RunAsync((_, _) => Task.FromResult(end), json: false);

        Assert.Equal(exit, result);
        Assert.Equal("orders: 0 replayed, looked at 0 of 0\n", terminal.Out.ReplaceLineEndings("\n"));
        Assert.Equal(complaint.Length == 0 ? "" : $"messagelb: {complaint}\n", terminal.Error.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Describe_ALetterThatWantsToMoveTheCursor_IsShownNotObeyed()
    {
        var properties = new MessageProperties { MessageId = "m\u001b[2J", ContentType = "text/plain", Headers = new Dictionary<string, object?> { ["n"] = "a\nreason        fine", [HeaderNames.LastError] = "Boom: \u001b[31mx" } };
        var letter = DeadLetter.Of(new Delivery(1, "", "orders", false, properties, "hi"u8.ToArray()), 100);

        var lines = DeadView.Describe(DeadLetterResponse.Whole(letter, BodyForm.Auto, 100));

        Assert.Equal(
            [
                "message id    m\\u{1b}[2J",
                "reason        unknown",
                "error         Boom: \\u{1b}[31mx",
                "attempt       1",
                "tried         –",
                "dead since    –",
                "published to  unknown exchange, routing key orders",
                "content type  text/plain",
                "header        messagelb-last-error: Boom: \\u{1b}[31mx",
                "header        n: a\\u{a}reason        fine",
                "body          2 bytes as text",
                "",
                "hi",
            ],
            lines);
    }
}
