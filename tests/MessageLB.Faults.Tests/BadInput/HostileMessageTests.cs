using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.BadInput;

/// <summary>Messages that are allowed and mean no good: each is done or becomes a dead letter, and none ends anything else.</summary>
public sealed class HostileMessageTests(LocalBroker broker)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("    priority: true\n    sticky: header:messagelb-key\n    tenants: header:messagelb-tenant\n    duplicates: 10m\n")]
    [InlineData("    delivery: hold\n")]
    public async Task Messages_WithWrongForgedDeepAndWideHeaders_EachIsDoneOrADeadLetter(string rules)
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync($"broker:\n  max_message_size: 100KB\ngroups:\n  default:\n    routes: ['#']\n    retry: 1\n{rules}");
        var (worker, record) = scene.Worker("default", "a", "--concurrency", "4", "--work", "none");
        await scene.BecomesAsync("a", "ready");

        var publisher = scene.Start(CommandLineProcess.Python("publish_hostile.py", scene.Uri.ToString()));
        Assert.True(await publisher.ExitAsync(Limit, Token) == 0, publisher.Describe());
        await AllDecidedAsync(scene, record, publisher.Lines.Count);
        var done = (await Records.ReadAsync([record])).Select(Records.Id).ToList();
        Assert.Equal(0, await scene.Publisher(10).ExitAsync(Limit, Token));
        await Records.WaitAsync([record], done.Count + 10, Limit, scene.Describe);

        Assert.Equal(done.Distinct(), done);
        var dead = publisher.Lines.Except(done).ToList();
        Assert.Equal(["hostile-abyss", "hostile-deeper", "hostile-large"], dead.Intersect(["hostile-abyss", "hostile-deep", "hostile-deeper", "hostile-large"]).Order());
        Assert.Equal((false, false), (dispatcher.HasExited, worker.HasExited));
        Assert.DoesNotContain("   at ", dispatcher.Describe() + worker.Describe(), StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"{publisher.Lines.Count} messages; dead letters: {string.Join(' ', dead)}");
    }

    // Waits until what was published is done, a dead letter, or both accounts together are complete.
    private static async Task AllDecidedAsync(Scene scene, string record, int published)
    {
        await using var session = await scene.SessionAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                var done = (await Records.ReadAsync([record])).Select(Records.Id).Distinct().Count();
                var dead = (await session.Topology.InspectAsync(Names.DeadQueue("default"), Token))?.Ready ?? 0;
                return done + dead == published;
            },
            $"{published} messages are done or dead letters",
            Token);
    }
}
