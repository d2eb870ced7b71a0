using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Redundancy;

/// <summary>Two dispatcher processes that share the group <c>default</c> of a scene.</summary>
internal sealed class Pair
{
    private readonly Scene _scene;
    private readonly string _config;
    private readonly int[] _ports = [FreePorts.Next(), FreePorts.Next()];
    private readonly CommandLineProcess[] _processes = new CommandLineProcess[2];

    private Pair(Scene scene, string config) => (_scene, _config) = (scene, config);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts both, and returns when each knows of the other.</summary>
    public static async Task<Pair> StartAsync(Scene scene, string config)
    {
        var pair = new Pair(scene, config);
        await pair.StartAsync(0);
        await pair.StartAsync(1);
        await pair.BothSeeEachOtherAsync();
        return pair;
    }

    public CommandLineProcess this[int which] => _processes[which];

    public async Task StartAsync(int which) => _processes[which] = await _scene.DispatcherAsync(_config, _ports[which]);

    public Task<JsonElement> StatusAsync(int which) => _scene.GetAsync("/api/v1/status", _ports[which]);

    public async Task<JsonElement> GroupAsync(int which) => (await StatusAsync(which)).GetProperty("groups")[0];

    /// <summary>Asks one of them to do something.</summary>
    public Task AskAsync(int which, string path) => _scene.PostAsync($"/api/v1/{path}", _ports[which]);

    public async Task BothSeeEachOtherAsync()
    {
        for (var which = 0; which < 2; which++) await SeesAsync(which, 2);
    }

    /// <summary>Waits until one of them knows of so many dispatchers, itself included.</summary>
    public Task SeesAsync(int which, int count) => Eventually.TrueAsync(
        async () => (await StatusAsync(which)).GetProperty("dispatchers").GetArrayLength() == count, $"dispatcher {which} knows of {count}", Token);
}
