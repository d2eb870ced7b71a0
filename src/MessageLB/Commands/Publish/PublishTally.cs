using MessageLB.CommandLine.Publishing;

namespace MessageLB.CommandLine.Commands.Publish;

/// <summary>Counts outcomes. Thread-safe.</summary>
internal sealed class PublishTally : IPublishListener
{
    private long _confirmed;
    private long _returned;

    /// <summary>Messages that the broker has.</summary>
    public long Confirmed => Interlocked.Read(ref _confirmed);

    /// <summary>Messages that no group takes.</summary>
    public long Returned => Interlocked.Read(ref _returned);

    /// <inheritdoc />
    public void OnConfirmed(long number) => Interlocked.Increment(ref _confirmed);

    /// <inheritdoc />
    public void OnReturned(long number) => Interlocked.Increment(ref _returned);
}
