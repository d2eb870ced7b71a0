using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

/// <summary>The environment belongs to the whole process, so these run alone.</summary>
[Collection(nameof(WorkerNameTests))]
[CollectionDefinition(nameof(WorkerNameTests), DisableParallelization = true)]
public sealed class WorkerNameTests : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable(WorkerOptions.NameVariable);

    public void Dispose() => Environment.SetEnvironmentVariable(WorkerOptions.NameVariable, _before);

    [Fact]
    public void Name_NotSet_IsTheEnvironmentVariables()
    {
        Environment.SetEnvironmentVariable(WorkerOptions.NameVariable, "from-environment");

        Assert.Equal("from-environment", WorkerSettings.From(new WorkerOptions { Group = "g" }).Worker.Destination);
        Assert.Equal("own", WorkerSettings.From(new WorkerOptions { Group = "g", Name = "own" }).Worker.Destination);
    }

    [Fact]
    public void Name_NowhereSet_SaysWhereToSetIt()
    {
        Environment.SetEnvironmentVariable(WorkerOptions.NameVariable, null);

        var thrown = Assert.Throws<WorkerOptionsException>(() => WorkerSettings.From(new WorkerOptions { Group = "g" }));

        Assert.Equal(["Name is missing: set it, or the environment variable MESSAGELB_WORKER_NAME"], thrown.Errors);
    }

    [Fact]
    public void Name_BadInTheEnvironment_BlamesTheVariable()
    {
        Environment.SetEnvironmentVariable(WorkerOptions.NameVariable, "a.b");

        var thrown = Assert.Throws<WorkerOptionsException>(() => WorkerSettings.From(new WorkerOptions { Group = "g" }));

        Assert.Equal(["MESSAGELB_WORKER_NAME = 'a.b': must be 1 to 64 ASCII letters, digits, '-' or '_'"], thrown.Errors);
    }
}
