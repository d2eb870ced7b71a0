namespace MessageLB.Core.Adjustment;

/// <summary>Gathers what an interval shows of a destination. One thread.</summary>
internal sealed class EvidenceBook
{
    private double _messages;
    private double _busySeconds;
    private double _handSeconds;
    private double _healthSeconds;
    private double _seconds;

    /// <summary>Takes in what a worker reports.</summary>
    /// <param name="messages">Messages handled since its last report.</param>
    /// <param name="busySeconds">Time spent on these.</param>
    public void Report(long messages, double busySeconds)
    {
        _messages += messages;
        _busySeconds += busySeconds;
    }

    /// <summary>Takes in what the dispatcher sees.</summary>
    /// <param name="hands">Hands that are full, by its books.</param>
    /// <param name="health">Health score.</param>
    /// <param name="time">How long it has been so.</param>
    public void See(int hands, double health, TimeSpan time)
    {
        var seconds = time.TotalSeconds;
        _handSeconds += hands * seconds;
        _healthSeconds += health * seconds;
        _seconds += seconds;
    }

    /// <summary>What was gathered.</summary>
    public Evidence Read(int concurrency, double loopSeconds) =>
        new(_messages, _busySeconds, _handSeconds, loopSeconds, Math.Max(1, concurrency), _seconds > 0 ? _healthSeconds / _seconds : 1);

    /// <summary>It was too little: half of it is kept for the next interval, so that slow groups are judged too, and old figures fade.</summary>
    public void Carry()
    {
        _messages /= 2;
        _busySeconds /= 2;
        _handSeconds /= 2;
        _healthSeconds /= 2;
        _seconds /= 2;
    }

    /// <summary>It was used, or is worth nothing.</summary>
    public void Clear() => _messages = _busySeconds = _handSeconds = _healthSeconds = _seconds = 0;
}
