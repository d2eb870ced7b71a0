using MessageLB.Core.Configuration;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Model;

/// <summary>
/// One run of the model, wholly determined by its seed: publishers, a dispatcher, workers, a broker that returns and refuses, and faults. Then
/// the faults stop, and every message must be done or a dead letter.
/// </summary>
internal abstract class ModelRun
{
    protected const int Prefetch = 8;
    protected const int MostSteps = 40_000;

    private readonly Dictionary<string, int> _done = [];
    private readonly List<string> _published = [];

    protected ModelRun(int seed)
    {
        Random = new Random(seed);
        RefuseRate = Random.Next(3) * 0.05;
        Retry = new RetryConfig { MaxAttempts = Random.Next(1, 6), Delay = TimeSpan.FromMilliseconds(Random.Next(0, 3000)), QuarantineAfter = Random.Next(1, 4) };
        foreach (var queue in (string[])[Names.IngressQueue("orders"), Names.RetryQueue("orders"), Names.DeadQueue("orders")]) Broker.Declare(queue);
        Retries = new ModelRetryFlow(Broker, this);
    }

    public Random Random { get; }

    public ManualTimeProvider Clock { get; } = new();

    public RetryConfig Retry { get; }

    public double RefuseRate { get; private set; }

    /// <summary>Whether there are no faults of the kinds that may have a message done twice.</summary>
    public abstract bool IsExact { get; }

    protected ModelBroker Broker { get; } = new();

    protected ModelRetryFlow Retries { get; }

    protected bool IsFaulty { get; private set; } = true;

    /// <summary>Whether some messages kill whoever works on them.</summary>
    protected abstract bool HasPoison { get; }

    /// <summary>Whether everything has come to an end.</summary>
    protected abstract bool IsQuiet { get; }

    /// <summary>Why a message may be a dead letter.</summary>
    protected virtual IReadOnlyList<string> Reasons { get; } = [DeadReasons.Attempts, DeadReasons.Quarantine];

    /// <summary>Steps with faults.</summary>
    protected virtual int FaultySteps => 400;

    /// <summary>A message is published in one of so many of them.</summary>
    protected virtual int StepsBetween => 4;

    /// <summary>Most time that passes at once, in milliseconds.</summary>
    protected virtual int LongestPass => 400;

    protected bool IsBrokerQuiet => Broker.Count(ModelRetryFlow.Queue) == 0 && Broker.IsWaitless;

    public void Completed(ModelMessage message)
    {
        _done[message.Id] = _done.GetValueOrDefault(message.Id) + 1;
        Assert.Equal((Names.IngressExchange, $"key.{message.Id}"), (message.Properties.Headers![HeaderNames.Exchange], message.Properties.Headers[HeaderNames.RoutingKey]));
    }

    /// <summary>Whether a worker has done the message.</summary>
    public bool IsDone(string id) => _done.ContainsKey(id);

    /// <summary>Runs, and looks at what became of every message.</summary>
    public void Go()
    {
        for (var i = 0; i < FaultySteps; i++) Step();
        IsFaulty = false;
        RefuseRate = 0;
        EndFaults();
        for (var i = 0; !IsQuiet && i < MostSteps; i++) Step();
        Judge();
    }

    /// <summary>One step of somebody.</summary>
    protected abstract void Act();

    /// <summary>There are no faults from now on.</summary>
    protected abstract void EndFaults();

    /// <summary>Looks at the books, when nothing is left.</summary>
    protected abstract void JudgeBooks();

    /// <summary>Time passes.</summary>
    protected virtual void Pass()
    {
        var milliseconds = Random.Next(1, LongestPass);
        Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        Broker.Pass(milliseconds);
    }

    /// <summary>Headers of the next message.</summary>
    protected virtual Dictionary<string, object?> Headers() => [];

    /// <summary>While no session has anything: what is not done lies in a queue that outlives a restart.</summary>
    protected void AssertStored()
    {
        var stored = Broker.Stored();
        Assert.All(_published, id => Assert.True(_done.ContainsKey(id) || stored.Contains(id), $"{id} is lost"));
    }

    private void Step()
    {
        if (IsFaulty && Random.Next(StepsBetween) == 0) Publish();
        Act();
    }

    private void Publish()
    {
        var id = HasPoison && Random.Next(15) == 0 ? $"poison{_published.Count}" : $"m{_published.Count}";
        _published.Add(id);
        var headers = Headers();
        if (Random.Next(8) == 0) headers[HeaderNames.Delay] = $"{Random.Next(0, 5000)}";
        Broker.Publish(Names.IngressExchange, $"key.{id}", new MessageProperties { MessageId = id, Headers = headers });
    }

    private void Judge()
    {
        Assert.True(IsQuiet, "not everything came to an end");
        var dead = new Dictionary<string, List<string?>>();
        while (Broker.Take(Names.DeadQueue("orders")) is { } letter)
        {
            if (!dead.TryGetValue(letter.Id, out var reasons)) dead[letter.Id] = reasons = [];
            reasons.Add(HeaderValues.GetText(letter.Properties.Headers, HeaderNames.DeadReason));
            Assert.Equal($"key.{letter.Id}", letter.Properties.Headers![HeaderNames.RoutingKey]);
        }

        Assert.All(_published, id => Assert.True(_done.ContainsKey(id) || dead.ContainsKey(id), $"{id} is lost"));
        Assert.All(dead.Values.SelectMany(r => r), reason => Assert.Contains(reason, Reasons));
        Assert.All(_published.Where(id => id.StartsWith("poison", StringComparison.Ordinal)), id => Assert.False(_done.ContainsKey(id), $"{id} was done"));
        JudgeBooks();
        if (!IsExact) return;
        // Nothing is there twice.
        Assert.All(_published, id => Assert.Equal(1, _done.GetValueOrDefault(id) + (dead.TryGetValue(id, out var letters) ? letters.Count : 0)));
    }
}
