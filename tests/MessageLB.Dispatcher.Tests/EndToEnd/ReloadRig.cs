using System.Collections.Concurrent;
using MessageLB.Dispatcher.Configuration;
using MessageLB.Dispatcher.Reloading;
using MessageLB.Dispatcher.Tests.Configuration;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

/// <summary>A dispatcher that reads a file, and a publisher that goes on until it is told to stop.</summary>
internal sealed class ReloadRig : IAsyncDisposable
{
    // Messages that are published and not handled: more would only fill the memory, and take the workers' turns on a small machine.
    private const int MostAhead = 500;

    private readonly TempYaml _file;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _handled = new();
    private ITransportSession? _publisherSession;

    private ReloadRig(TempYaml file, EmbeddedHost host) => (_file, Host) = (file, host);

    public EmbeddedHost Host { get; }

    /// <summary>Ids of handled messages, by <c>group/destination</c>.</summary>
    public IReadOnlyDictionary<string, ConcurrentQueue<string>> Handled => _handled;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="yaml">The configuration.</param>
    /// <param name="workers">Workers, as <c>group/destination</c>.</param>
    public static async Task<ReloadRig> StartAsync(string yaml, params string[] workers)
    {
        var file = new TempYaml(yaml);
        var sources = new ConfigSources { FilePath = file.Path };
        ReloadRig? rig = null;
        var ready = new TaskCompletionSource<ReloadRig>(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = await EmbeddedHost.StartAsync(
            ConfigLoader.Load(sources).GetConfig(),
            services =>
            {
                foreach (var name in workers)
                {
                    var (group, destination) = (name.Split('/')[0], name.Split('/')[1]);
                    services.AddMessageLBWorker(group, destination, _ => new NotingHandler(async message => (await ready.Task).Note(name, message)), o => o.Concurrency = 4);
                }
            },
            sources: sources);
        rig = new ReloadRig(file, host);
        ready.SetResult(rig);
        foreach (var group in host.Status.Read().Groups)
        {
            var expected = workers.Count(w => w.StartsWith(group.Name + "/", StringComparison.Ordinal));
            // Its workers may be heard of before its queue is bound.
            await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Group(group.Name) is { Declared: true } ready && ready.Destinations.Count(d => d.State == "ready") >= expected), $"{group.Name} is ready", Token);
        }

        return rig;
    }

    public Status.GroupStatus Group(string name) => Host.Status.Read().Groups.Single(g => g.Name == name);

    public async Task<ReloadReport> ReloadAsync(string yaml)
    {
        await File.WriteAllTextAsync(_file.Path, yaml, Token);
        return await Host.Reconfiguration.ReloadAsync("the test", Token);
    }

    /// <summary>Publishes one after the other until <paramref name="stop"/> is done; the ids of all that the broker confirmed.</summary>
    public async Task<IReadOnlyList<string>> PublishUntilAsync(Task stop, string routingKey)
    {
        _publisherSession ??= await Host.Transport.OpenAsync(new SessionOptions { ClientName = "publisher" }, Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(_publisherSession, Token);
        var confirmed = new List<string>();
        for (var number = 0; !stop.IsCompleted; number++)
        {
            var id = $"{routingKey}-{number}";
            var outcome = await publisher.PublishAsync(Names.IngressExchange, routingKey, new MessageProperties { MessageId = id, Persistent = true }, new byte[1], Token);
            Assert.Equal(PublishOutcome.Confirmed, outcome);
            confirmed.Add(id);
            while (confirmed.Count - _handled.Values.Sum(q => q.Count) > MostAhead && !stop.IsCompleted) await Task.Delay(TestTimeouts.BetweenLooks, TimeProvider.System, Token);
        }

        return confirmed;
    }

    /// <summary>Waits until something holds, while messages are being published; a publish that failed ends the wait with its own words.</summary>
    public static async Task GoesOnAsync(Task publishing, Func<bool> holds, string what)
    {
        await Eventually.TrueAsync(() => ValueTask.FromResult(publishing.IsFaulted || holds()), what, Token);
        if (publishing.IsFaulted) await publishing;
    }

    /// <summary>Waits until as many different messages are handled as were published, and says that each was handled once.</summary>
    public async Task AssertConservedAsync(IReadOnlyList<string> published)
    {
        await Eventually.TrueAsync(() => ValueTask.FromResult(_handled.Values.SelectMany(q => q).Distinct().Count() >= published.Count), $"{published.Count} messages are handled", Token);
        // A worker drops what it has done before, so what was handed over twice shows only here.
        await Eventually.TrueAsync(() => ValueTask.FromResult(Host.Status.Read().Groups.Sum(g => g.Routed) == published.Count), $"{published.Count} hand-overs", Token);
        Assert.Equal(published.Order(StringComparer.Ordinal), _handled.Values.SelectMany(q => q).Order(StringComparer.Ordinal));
    }

    public int Count(string worker) => _handled.TryGetValue(worker, out var ids) ? ids.Count : 0;

    public async ValueTask DisposeAsync()
    {
        if (_publisherSession is not null) await _publisherSession.DisposeAsync();
        await Host.DisposeAsync();
        _file.Dispose();
    }

    private void Note(string worker, Message message) => _handled.GetOrAdd(worker, _ => new()).Enqueue(message.MessageId!);

    private sealed class NotingHandler(Func<Message, Task> note) : IMessageHandler
    {
        public async ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
        {
            await note(message);
            return HandlerResult.Done;
        }
    }
}
