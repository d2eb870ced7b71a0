namespace MessageLB.CommandLine.Commands.Bench;

/// <summary>Where a <see cref="BenchPublisher"/> enters what it does, and sees when all of it is worked on. Thread-safe.</summary>
internal interface IPublishBooks
{
    /// <summary>Completes when every message is completed; fails with the reason when that cannot be hoped for any more.</summary>
    Task End { get; }

    /// <summary>A message was sent so much later than it was due.</summary>
    void Publish(int number, TimeSpan late);

    /// <summary>Nothing more will come.</summary>
    void Fail(Exception reason);
}
