namespace MessageLB.Simulation;

/// <summary>Messages of one kind: how many of them there are, and how long they take at a worker of speed 1.</summary>
public sealed record MessageKind
{
    /// <summary>AMQP <c>type</c> of the messages; empty for none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Part relative to the other kinds. <value>Above 0, default 1.</value></summary>
    public double Share { get; init; } = 1;

    /// <summary>Number of different hash keys, equally likely; 0 for none. <value>0 to 10,000,000, default 0.</value></summary>
    public int Keys { get; init; }

    /// <summary>How service times are distributed.</summary>
    public ServiceConfig Service { get; init; } = new();
}
