namespace MessageLB.Core.Tests.Model;

/// <summary>Results on their way to the dispatcher: some are lost, some come twice, and all come in any order.</summary>
/// <param name="random">Chance.</param>
internal sealed class ModelResults(Random random)
{
    private readonly List<(string Destination, WorkResult Result)> _underway = [];

    /// <summary>Share of those that are lost, and of those that come twice.</summary>
    public double LossRate { get; set; }

    public int Count => _underway.Count;

    public void Send(string destination, WorkResult result)
    {
        if (random.NextDouble() < LossRate) return;
        _underway.Add((destination, result));
        if (random.NextDouble() < LossRate) _underway.Add((destination, result));
    }

    /// <summary>One of them arrives.</summary>
    public void Deliver(ModelHoldDesk desk)
    {
        if (_underway.Count == 0) return;
        var i = random.Next(_underway.Count);
        var (destination, result) = _underway[i];
        _underway.RemoveAt(i);
        desk.Take(destination, result);
    }

    /// <summary>Nobody listens for a while: some are lost.</summary>
    public void LoseSome() => _underway.RemoveAll(_ => random.Next(2) == 0);
}
